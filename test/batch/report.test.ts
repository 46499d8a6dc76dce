import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { forgetReport, hasReport, writeReport } from '../../main/batch/morning-report.ts';
import { findOutliers } from '../../main/batch/outliers.ts';
import { escapeHtml } from '../../main/batch/report-page.ts';
import { readStoredReport } from '../../main/batch/stored-report.ts';
import { removeParts } from '../../main/engine/cache.ts';
import { createProject } from '../../main/engine/project.ts';
import { putUtterances, setEpisodeStatus } from '../../main/store/index.ts';
import { addEpisode, makeUtterance, temporaryFolder } from '../helpers/project.ts';

describe('the morning report', () => {
  it('tells failures with their remedy and lets no name become markup', async () => {
    const folder = temporaryFolder();
    const project = await createProject(
      join(folder, '<script>alert(1)</script>.rolecall'.replaceAll('/', '')),
      folder,
    );
    onTestFinished(() => project.close());
    addEpisode(project.database, '<img src=x onerror=alert(1)>');
    addEpisode(project.database, 'good');
    putUtterances(project.database, [
      makeUtterance({
        id: 'a',
        episode: 'good',
        text: '</td><b onclick="x">',
        speaker: '"><svg onload=x>',
        mislabelProbability: 0.9,
      }),
    ]);
    setEpisodeStatus(project.database, '<img src=x onerror=alert(1)>', 'failed', {
      message: 'It broke & fell.',
      remedy: 'Mend it.',
      file: "/m/'x'.mkv",
      place: null,
    });
    const { html, json, report } = await writeReport(project, null);
    const page = readFileSync(html, 'utf8');
    expect(page).toContain('It broke &#38; fell.');
    expect(page).toContain('Mend it.');
    const tags = [...page.matchAll(/<([a-zA-Z][\w-]*)([^>]*)>/g)];
    for (const [whole, tag, attributes] of tags) {
      expect(['script', 'img', 'svg', 'iframe', 'link']).not.toContain(tag);
      expect(attributes, whole).not.toMatch(/\bon\w+=|src=|href=/i);
    }
    expect(page).not.toMatch(/https?:|url\(/);
    expect(JSON.parse(readFileSync(json, 'utf8'))).toEqual(JSON.parse(JSON.stringify(report)));
    expect(report.failures).toHaveLength(1);
    expect(report.doubtful).toMatchObject([{ id: 'a', mislabel: 0.9 }]);
  });

  it('is taken for missing where the run was killed while it wrote it, and leaves nothing half written', async () => {
    const project = await createProject(join(temporaryFolder(), 'p.rolecall'), temporaryFolder());
    onTestFinished(() => project.close());
    await writeReport(project, null);
    expect(hasReport(project)).toBe(true);
    await forgetReport(project);
    writeFileSync(join(project.path, 'report.json.part'), '{"proj');
    await removeParts(project.path);
    expect(hasReport(project)).toBe(false);
    expect(readdirSync(project.path)).not.toContain('report.json.part');
  });

  it.each([
    ['<a>', '&#60;a&#62;'],
    [`"'\``, '&#34;&#39;&#96;'],
    ['a\u0000b\u001b', 'a\ufffdb\ufffd'],
  ])('writes %j as %j', (text, escaped) => {
    expect(escapeHtml(text)).toBe(escaped);
  });
});

describe('outliers', () => {
  const measure = (values: (number | null)[], worse: 'low' | 'high' = 'low') => [
    {
      name: 'm',
      unit: '%' as const,
      worse,
      least: 0.05,
      values: values.map((value, index) => ({ episode: `e${index}`, value })),
    },
  ];

  it.each([
    ['one that stands apart', [0.9, 0.91, 0.9, 0.92, 0.5], 'low', ['e4']],
    ['none on the better side', [0.9, 0.91, 0.9, 0.92, 0.5], 'high', []],
    ['the farthest first', [0.9, 0.91, 0.9, 0.92, 0.5, 0.9, 0.3], 'low', ['e6', 'e4']],
    ['none among equals', [0.9, 0.9, 0.9, 0.9], 'low', []],
    ['none of a small difference', [0.9, 0.9, 0.9, 0.9, 0.87], 'low', []],
    ['none of too few', [0.9, 0.1, 0.9], 'low', []],
    ['what was not measured is left out', [0.9, null, 0.9, 0.9, 0.9, 0.1], 'low', ['e5']],
  ] as const)('%s', (_title, values, worse, found) => {
    expect(findOutliers(measure([...values], worse)).map(({ episode }) => episode)).toEqual(found);
  });
});

describe('the report as it is read again', () => {
  it('gives what the last run wrote, and nothing for what is missing, damaged or strange', async () => {
    const project = await createProject(join(temporaryFolder(), 'p.rolecall'), temporaryFolder());
    onTestFinished(() => project.close());
    expect(await readStoredReport(project.path)).toBeNull();
    addEpisode(project.database, 'one');
    putUtterances(project.database, [makeUtterance({ id: 'a', episode: 'one', mislabelProbability: 0.9 })]);
    const { report, json } = await writeReport(project, null);
    expect(await readStoredReport(project.path)).toMatchObject({
      madeAt: report.madeAt,
      run: null,
      states: report.states,
      doubtful: [{ id: 'a', mislabel: 0.9 }],
    });
    const whole = readFileSync(json, 'utf8');
    for (const broken of [
      whole.slice(0, -20),
      '[]',
      'null',
      whole.replace(/"madeAt": "[^"]*"/, '"madeAt": 5'),
    ]) {
      writeFileSync(json, broken);
      expect(await readStoredReport(project.path)).toBeNull();
    }
  });
});
