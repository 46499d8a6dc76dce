import { seededRandom as seeded } from '../../main/model/index.ts';

export { seeded };

import { strToU8, zipSync } from 'fflate';

export interface MalformedFile {
  readonly name: string;
  readonly kind: string;
  readonly bytes: Uint8Array;
}

const WORDS =
  'hello you the there what never ROSS: Joey: - ♪ [sighs] (waves) été Žluť 你好 <i> </i> {\\an8} &amp; --> 00:00:01,000 , " \' | \t # * ~ @ \\N'.split(
    ' ',
  );

type Random = () => number;
const whole = (random: Random, below: number): number => Math.floor(random() * below);
const pick = <T>(random: Random, list: readonly T[]): T => list[whole(random, list.length)]!;
const sentence = (random: Random, length: number): string =>
  Array.from({ length }, () => pick(random, WORDS)).join(' ');
const stamp = (random: Random): string =>
  pick(random, ['', '-', '−']).slice(0, random() < 0.8 ? 0 : 1) +
  [whole(random, 100), whole(random, 99), whole(random, 99)]
    .map((part) => String(part).padStart(2, '0'))
    .join(':') +
  pick(random, [',', '.', ':', ' ', '']) +
  String(whole(random, 2000));

function subtitles(random: Random): string {
  return Array.from(
    { length: 1 + whole(random, 40) },
    (_, index) =>
      `${random() < 0.8 ? index + 1 : ''}\n${stamp(random)} ${pick(random, ['-->', '->', '-->', '-- >', ''])} ${stamp(random)}\n${sentence(random, whole(random, 12))}\n${random() < 0.8 ? '\n' : ''}`,
  ).join('');
}

const ass = (random: Random): string =>
  `[Script Info]\n[V4+ Styles]\nFormat: ${pick(random, ['Name', '', ',,,,'])}\n[Events]\nFormat: ${pick(random, ['Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text', 'Text', 'Start, Text', ''])}\n` +
  Array.from(
    { length: 1 + whole(random, 30) },
    () =>
      `Dialogue: 0,${stamp(random)},${stamp(random)},${sentence(random, 1)},${sentence(random, 1)},0,0,0,,${sentence(random, 8)}{\\p${whole(random, 3)}\\t(${'('.repeat(whole(random, 30))}`,
  ).join('\n');

const script = (random: Random): string =>
  Array.from(
    { length: 1 + whole(random, 60) },
    () =>
      `${pick(random, ['ROSS', 'Joey', 'The Man', 'x', ''])}${pick(random, [':', '', '\t', ' - '])} ${sentence(random, whole(random, 20))}${pick(random, ['\n', '\r\n', '\r', '\n\n', ''])}`,
  ).join('');

const html = (random: Random): string =>
  `<html><body>${Array.from({ length: 1 + whole(random, 60) }, () => `<${pick(random, ['p', 'b', 'i', 'br', 'div', 'td', '/p', '/b', '!--', 'font color=x', 'pre', '/html', ''])}>${pick(random, ['Ross:', 'Joey', '(', '['])} ${sentence(random, whole(random, 10))}`).join('')}`;

const table = (random: Random): string =>
  `speaker${pick(random, [',', '\t', ';'])}text\n${Array.from({ length: 30 }, () => `${sentence(random, 1)},"${sentence(random, 4)}${pick(random, ['"', '', '""'])}`).join('\n')}`;
const json = (random: Random): string =>
  Array.from(
    { length: 20 },
    () =>
      `{"speaker":${pick(random, ['"Ross"', 'null', '3', '["a",1]', '{"name":"x"}'])},"text":"${sentence(random, 3).replace(/["\\]/g, '')}"${pick(random, ['}', '', ',}'])}`,
  ).join('\n');
const fountain = (random: Random): string =>
  `Title: x\nAuthor: y\n\nINT. BAR\n\n${Array.from({ length: 30 }, () => `${pick(random, ['ROSS', '@x', 'JOEY ^', '.A', '> B', '~c'])}\n${sentence(random, 8)}\n`).join('\n')}`;
const wordXml = (random: Random): string =>
  `<w:document><w:body>${Array.from({ length: 20 }, () => `<w:p><w:r><w:t>Ross: ${pick(random, ['a', '&lol9;', '</w:t>', '<w:t>'])}</w:t></w:r>${pick(random, ['</w:p>', ''])}`).join('')}`;

const MAKERS: readonly (readonly [string, string, (random: Random) => Uint8Array])[] = [
  ['subtitles', 'a.srt', (random) => strToU8(subtitles(random))],
  [
    'webvtt',
    'a.vtt',
    (random) =>
      strToU8(`WEBVTT\n\n${pick(random, ['STYLE\n', 'NOTE ', 'REGION\n', ''])}${subtitles(random)}`),
  ],
  ['ass', 'a.ass', (random) => strToU8(ass(random))],
  ['transcript', 'a.txt', (random) => strToU8(script(random))],
  ['html', 'a.html', (random) => strToU8(html(random))],
  ['table', 'a.csv', (random) => strToU8(table(random))],
  ['json', 'a.jsonl', (random) => strToU8(json(random))],
  ['fountain', 'a.fountain', (random) => strToU8(fountain(random))],
  ['docx', 'a.docx', (random) => zipSync({ 'word/document.xml': strToU8(wordXml(random)) })],
];

/** Takes a file that was nearly right and damages it: cut, overwritten, another encoding, doubled pieces. */
function damage(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = bytes.slice();
  switch (whole(random, 6)) {
    case 0:
      return copy.subarray(0, whole(random, copy.length + 1));
    case 1:
      for (let count = whole(random, 40); count > 0 && copy.length > 0; count -= 1)
        copy[whole(random, copy.length)] = whole(random, 256);
      return copy;
    case 2: {
      const text = new TextDecoder().decode(copy);
      return Uint8Array.from([
        ...(random() < 0.5 ? [0xff, 0xfe] : []),
        ...[...text].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]),
      ]);
    }
    case 3:
      return Uint8Array.from([...copy, ...copy.subarray(whole(random, copy.length + 1))]);
    case 4:
      return Uint8Array.from([...copy.subarray(whole(random, copy.length + 1))]);
    default:
      return copy;
  }
}

const lines = (count: number, make: (index: number) => string): Uint8Array =>
  strToU8(Array.from({ length: count }, (_, index) => make(index)).join('\n'));
const cue = (text: string): Uint8Array => strToU8(`1\n00:00:01,000 --> 00:00:02,000\n${text}\n`);
const LONG = 1_000_000;

/** Attacks that are written by hand: long, deep, endlessly growing, lying. */
function attacks(): MalformedFile[] {
  const entities = Array.from(
    { length: 10 },
    (_, index) => `<!ENTITY lol${index + 1} "${`&lol${index};`.repeat(10)}">`,
  ).join('');
  const repeated = [
    'a',
    ' ',
    '<',
    '>',
    '{',
    '(',
    '[',
    '-',
    '- ',
    '&',
    '&#',
    '\\',
    '"',
    ':',
    'A ',
    'A: ',
    '<b>',
    '<i',
    '00:',
    '00:00:01,000 -->',
    '♪',
    '*',
    '_',
    '\t',
    '\u00a0',
    "'",
    'in’',
    '.',
    '. - ',
    '[[',
    '/*',
    '(a',
    'ROSS, ',
    ' and ',
    '\u0301',
    '<v ',
    '</b>',
    '0',
    'one ',
    '--> ',
  ];
  const files: MalformedFile[] = [];
  const add = (kind: string, name: string, bytes: Uint8Array): void => void files.push({ kind, name, bytes });
  for (const piece of repeated) {
    const long = piece.repeat(Math.floor(LONG / piece.length));
    add(`one line of "${piece}"`, 'a.txt', strToU8(long));
    add(`a cue of "${piece}"`, 'a.srt', cue(long));
    add(`a speech of "${piece}"`, 'a.txt', strToU8(`ROSS: ${long}\nJOEY: Hi.\nROSS: ${long}`));
    add(`a label of "${piece}"`, 'a.html', strToU8(`<p><b>${long}:</b> Hi.</p><p><b>Joey:</b> Hi.</p>`));
    add(
      `an event of "${piece}"`,
      'a.ass',
      strToU8(
        `[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:02.00,x,,0,0,0,,${long.slice(0, 90_000)}`,
      ),
    );
    add(
      `Fountain of "${piece}"`,
      'a.fountain',
      strToU8(`INT. BAR\n\nROSS\n${long}\n\nA${long.slice(0, 150)}\n${long.slice(0, 5000)}\n`),
    );
    add(`a table of "${piece}"`, 'a.csv', strToU8(`speaker,text\nRoss,${long.slice(0, 90_000)}\nJoey,Hi`));
  }
  for (const tag of ['b', 'i', 'p', 'div', 'table', 'font color="red"', 'span style="color:red"'])
    add(
      `100,000 nested ${tag}`,
      'a.html',
      strToU8(
        `<html><body>${`<${tag}>`.repeat(100_000)}Ross: Hi.${`</${tag.split(' ')[0]}>`.repeat(100_000)}<p>Joey: Hi.</p>`,
      ),
    );
  add(
    'nested JSON',
    'a.jsonl',
    strToU8(`{"speaker":${'['.repeat(100_000)}${']'.repeat(100_000)},"text":"a"}`),
  );
  add('nested arrays', 'a.json', strToU8(`[{"a":${'{"a":'.repeat(100_000)}`));
  add(
    'a billion laughs',
    'a.html',
    strToU8(
      `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol0 "lol">${entities}]><html><body><p><b>Ross:</b> &lol10;</p></body></html>`,
    ),
  );
  add(
    'a billion laughs in Word',
    'a.docx',
    zipSync({
      'word/document.xml': strToU8(
        `<!DOCTYPE lolz [<!ENTITY lol0 "lol">${entities}]><w:document><w:p><w:r><w:t>Ross: &lol10;</w:t></w:r></w:p></w:document>`,
      ),
    }),
  );
  add('a ZIP bomb', 'a.docx', zipSync({ 'word/document.xml': new Uint8Array(300_000_000) }));
  add('a ZIP bomb of tags', 'a.docx', zipSync({ 'word/document.xml': strToU8('<w:p>'.repeat(6_000_000)) }));
  add(
    'a ZIP of many names',
    'a.docx',
    zipSync(
      Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, new Uint8Array(0)])),
    ),
  );
  add(
    'many cues',
    'a.srt',
    lines(250_000, (index) => `${index}\n00:00:01,000 --> 00:00:02,000\nHi`),
  );
  add(
    'many timings',
    'a.srt',
    lines(1_000_000, () => '00:00:01,000 --> 00:00:02,000'),
  );
  add(
    'many labels',
    'a.txt',
    lines(250_000, (index) => `Name${index}: Hi.`),
  );
  add('many blank lines', 'a.srt', strToU8(`1\n00:00:01,000 --> 00:00:02,000\n${'\n'.repeat(5_000_000)}Hi`));
  add(
    'many events',
    'a.ass',
    strToU8(`[Events]\n${'Dialogue: 0,0:00:01.00,0:00:02.00,x,,0,0,0,,Hi\n'.repeat(120_000)}`),
  );
  add('many Fountain blocks', 'a.fountain', strToU8('ROSS\nHello there.\n\n'.repeat(60_000)));
  add('many paragraphs', 'a.html', strToU8('<p><b>Ross:</b> Hi.</p>'.repeat(150_000)));
  add('many rows', 'a.csv', strToU8(`speaker,text\n${'Ross,Hi\n'.repeat(250_000)}`));
  const full = (piece: string): string => piece.repeat(Math.floor((8 * 1024 * 1024 - 100) / piece.length));
  add('line breaks to the limit', 'a.srt', strToU8(`1\n00:00:01,000 --> 00:00:02,000\nHi${full('\n')}`));
  add('HTML breaks to the limit', 'a.html', strToU8(full('<br>')));
  add('paragraphs to the limit', 'a.html', strToU8(full('<p>a')));
  add('turns to the limit', 'a.txt', strToU8(full('A:b\n')));
  add('cues to the limit', 'a.srt', strToU8(full('00:01 --> 00:02\na\n')));
  add(
    'events to the limit',
    'a.ass',
    strToU8(`[Events]\n${full('Dialogue: 0,0:00:01.00,0:00:02.00,x,,0,0,0,,a\n')}`),
  );
  add('Fountain to the limit', 'a.fountain', strToU8(full('A\nb\n\n')));
  add('rows to the limit', 'a.csv', strToU8(`speaker,text\n${full('a,b\n')}`));
  add('JSON to the limit', 'a.jsonl', strToU8(full('{"speaker":"A","text":"b"}\n')));
  add(
    'Word to the limit',
    'a.docx',
    zipSync({ 'word/document.xml': strToU8(full('<w:p><w:r><w:t>A:b</w:t></w:r></w:p>')) }),
  );
  add('old letters to the limit', 'a.srt', new Uint8Array(8 * 1024 * 1024).fill(0xe9));
  add('Fountain cues of marks', 'a.fountain', strToU8(full(`${'A *_'.repeat(45)}\nb\n\n`)));
  add('more than is read', 'a.srt', new Uint8Array(9 * 1024 * 1024).fill(65));
  add('NULs', 'a.srt', new Uint8Array(20_000_000));
  add('bytes of one kind', 'a.srt', new Uint8Array(5_000_000).fill(0xe9));
  add(
    'pairs of bytes',
    'a.srt',
    Uint8Array.from({ length: 5_000_000 }, (_, index) => (index % 2 === 0 ? 0xb0 : 0xa1)),
  );
  return files;
}

/** The corpus: all attacks, and as many damaged files as are missing to `count`. The same for the same seed. */
export function malformedFiles(
  count: number,
  seed: number,
): { readonly length: number; at(index: number): MalformedFile } {
  const written = attacks();
  return {
    length: count,
    at(index) {
      if (index < written.length) return written[index]!;
      const random = seeded(seed + index);
      const [kind, name, make] = MAKERS[index % MAKERS.length]!;
      return { kind: `${kind} ${index}`, name, bytes: damage(make(random), random) };
    },
  };
}
