import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../scripts/lib/paths.mjs';
import { strayWords } from './helpers/stray-words.ts';

/** Everything that shows something to people, but the catalogue itself. */
const files = globSync(['renderer/**/*.{ts,tsx}', 'main/app/**/*.ts'], { cwd: root }).filter(
  (file) => !file.startsWith(join('renderer', 'ui', 'strings')),
);

it('keeps every word that people see in the catalogue (renderer/ui/strings)', () => {
  expect(files.filter((file) => file.endsWith('.tsx')).length).toBeGreaterThan(50);
  expect(files.filter((file) => file.startsWith('main')).length).toBeGreaterThan(5);
  expect(files.flatMap((file) => strayWords(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
});

it('says the language of the catalogue in the page, and writes numbers and dates by it alone', () => {
  const page = readFileSync(join(root, 'renderer/index.html'), 'utf8');
  const locale = readFileSync(join(root, 'renderer/ui/strings/locale.ts'), 'utf8');
  expect(/<html lang="([^"]+)">/.exec(page)?.[1]).toBe(/ LOCALE = '([^']+)'/.exec(locale)?.[1]);
  const others = globSync('renderer/**/*.{ts,tsx}', { cwd: root })
    .filter((file) => file !== join('renderer', 'ui', 'strings', 'locale.ts'))
    .filter((file) => /\.toLocale\w*String\(|\bIntl\./.test(readFileSync(join(root, file), 'utf8')));
  expect(others).toEqual([]);
});

describe('a word outside the catalogue', () => {
  it.each([
    ['between tags', '<p>Not saved</p>', 'Not saved'],
    ['beside an expression', '<p>{count} lines</p>', 'lines'],
    ['in braces', "<p>{'Not saved'}</p>", 'Not saved'],
    ['in one branch', "<p>{ok ? words.saved : 'Not saved'}</p>", 'Not saved'],
    ['behind a condition', "<p>{ok && 'Saved'}</p>", 'Saved'],
    ['in a label', '<Button label="Save" />', 'Save'],
    ['in a title', "<b title={'Save'} />", 'Save'],
    ['in a placeholder', '<input placeholder="Type a name" />', 'Type a name'],
    ['in a name for screen readers', '<nav aria-label="Cast" />', 'Cast'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: planted source
    ['in a description', '<Checkbox description={`Save ${file}`} />', 'Save'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: planted source
    ['after a value', '<b title={`${count} lines`} />', 'lines'],
    ['put together', "<b title={'Save ' + file} />", 'Save'],
    ['in the options of a menu', "<NativeSelect data={[{ value: 'a', label: 'Anyone' }]} />", 'Anyone'],
    ['in a constant', "<Button label={LABEL} />;\nconst LABEL = 'Save';", 'Save'],
    ['in a table of constants', "<Button label={LABELS[kind]} />;\nconst LABELS = { a: 'Save' };", 'Save'],
    ['in a notice', "noticeError('Not saved', '')", 'Not saved'],
    ['in an item of the menu', "item('Open project…', 'CmdOrCtrl+O', 'open-project')", 'Open project…'],
    ['in a dialog', "dialog.showOpenDialog(window, { title: 'Choose a folder' })", 'Choose a folder'],
    ['in an error that is shown', "refusal('This call is not known.')", 'This call is not known.'],
  ])('is found %s', (_title, source, text) => {
    const found = strayWords('planted.tsx', `const planted = () => ${source}`);
    expect(found).toEqual([expect.stringMatching(/^planted\.tsx:\d: /)]);
    expect(found[0]).toContain(text);
  });

  it.each([
    ['words of the catalogue', '<p title={words.save}>{strings.common.none}</p>'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: planted source
    ['marks and figures', '<p title={`${a} × ${b}`}> · {a}% – “{b}”</p>'],
    [
      'names for the program',
      `<Button className="rc-bar" data-testid="save" {...hint('scan', words.scan)} />`,
    ],
    ['what is compared', "<p>{kind === 'failed' ? words.failed : null}</p>"],
    ['keys and commands of the menu', "item(words.openProject, 'CmdOrCtrl+O', 'open-project')"],
  ])('is not seen in %s', (_title, source) => {
    expect(strayWords('clean.tsx', `const clean = () => ${source}`)).toEqual([]);
  });
});
