import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byBytes, distinctNames, folded, safeName, safeToken } from '../../main/export/names.ts';

describe('a safe name', () => {
  const rows: [string, string, string][] = [
    ['plain text stays', 'show-s01e01_0001', 'show-s01e01_0001'],
    ['path separators go', '../../etc/passwd', '_etc_passwd'],
    ['backslashes and drives go', 'C:\\Windows', 'C_Windows'],
    ['dots go: a key ends at the first', 'a.b.flac', 'a_b_flac'],
    ['a device of Windows is no device', 'CON', '_CON'],
    ['nor in lower case', 'nul', '_nul'],
    ['nor with an extension', 'com1.txt', 'com1_txt'],
    ['nothing is called something', '', 'unnamed'],
    ['nor do dots alone', '..', 'unnamed'],
    ['an option is no option', '-rf', '_rf'],
    ['a pipe is no pipe', 'cat |', 'cat_'],
    ['other scripts stay', 'Zoë Ångström 東京', 'Zoë_Ångström_東京'],
    ['decomposed letters are composed', 'Zoe\u0308', 'Zoë'],
  ];
  it.each(rows)('%s', (_title, text, name) => expect(safeName(text)).toBe(name));

  it('is short, also of 300 wide characters', () => {
    expect(Buffer.byteLength(safeName('漢'.repeat(300)))).toBeLessThanOrEqual(100);
  });
  it('never leaves its folder, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const name = safeName(text);
        expect(name).toMatch(/^[^/\\.|:\s\p{Cc}]+$/u);
        expect(name.startsWith('-')).toBe(false);
      }),
    );
  });
});

describe('distinct names', () => {
  it('differ also where case and composition do not count', () => {
    const texts = ['Orla', 'ORLA', 'orla', 'Zoë', 'Zoe\u0308', 'a/b', 'a\\b', 'x'];
    const names = [...distinctNames(texts).values()];
    expect(new Set(names.map(folded)).size).toBe(texts.length);
  });
  it('depend on no order', () => {
    const texts = ['Orla', 'ORLA', 'a b', 'a_b'];
    expect(distinctNames([...texts].reverse())).toEqual(distinctNames(texts));
  });
  it('stay plain where nobody else has them', () => {
    expect(distinctNames(['Orla', 'Bram']).get('Orla')).toBe('Orla');
  });
  it('cannot be taken by who is called like another with its mark', () => {
    const marked = distinctNames(['a b', 'a_b']).get('a b') as string;
    const names = [...distinctNames(['a b', 'a_b', marked]).values()];
    expect(new Set(names).size).toBe(3);
  });
  it('are distinct for any texts', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 4 }), { maxLength: 30 }), (texts) => {
        expect(new Set([...distinctNames(texts, safeToken).values()].map(folded)).size).toBe(texts.length);
      }),
    );
  });
});

it('the order of bytes is that of code points', () => {
  expect(['\u{1f600}', '\ufb01', 'a', 'Z', '-'].sort(byBytes)).toEqual([
    '-',
    'Z',
    'a',
    '\ufb01',
    '\u{1f600}',
  ]);
});
