// npm run bench:language: how often the language of a line is right, and what it costs. Ends with 1 where an aim is
// missed: 99% of lines of five words or more right, none of one or two words decided wrongly.
// Usage: npm run bench:language -- [--lines N] [--errors] [--json]
import { parseArgs } from 'node:util';
import { languageOf, loadLetterEvidence } from '../../main/validation/index.ts';
import { LINES_BY_LANGUAGE, MIXED_LINES, UNDECIDABLE_LINES } from '../fixtures/languages.ts';
import { Aims } from '../helpers/aims.ts';
import { debianSentences, PACKAGES, wordsIn } from './language/corpus.ts';
import { seededRandom } from './voice/random.ts';

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000' },
    errors: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

interface Count {
  lines: number;
  right: number;
  undecided: number;
  wrong: number;
}
const LENGTHS = ['1-2', '3-4', '5+'] as const;
const lengthOf = (text: string): (typeof LENGTHS)[number] => {
  const words = wordsIn(text).length;
  return words < 3 ? '1-2' : words < 5 ? '3-4' : '5+';
};

const loading = performance.now();
const evidence = await loadLetterEvidence();
const loadSeconds = (performance.now() - loading) / 1000;

const own = new Map(Object.entries(LINES_BY_LANGUAGE));
const debian = new Map(
  [...debianSentences()].map(([code, lines]) => [code, sample(lines, Number(values.lines))]),
);
const figures: Record<string, unknown> = { loadSeconds };
const aims = new Aims(values.json ? console.error : console.log);
/** What is judged when everything is told, set by set. */
const judgements: (() => void)[] = [];
let spent = 0;
let seen = 0;
for (const [name, set] of [
  ['own lines', own],
  ['Debian packages', debian],
] as const) {
  if (set.size === 0) {
    console.log(`${name}: not installed (apt-get install ${PACKAGES})`);
    continue;
  }
  for (const [given, expectedFor] of [
    ['nothing expected', () => []],
    [`${set.size} languages expected`, () => [...set.keys()]],
    ['its own language expected', (code: string) => [code]],
    ['English expected', () => ['en']],
  ] as const) {
    const counts = new Map(LENGTHS.map((length) => [length, { lines: 0, right: 0, undecided: 0, wrong: 0 }]));
    for (const [code, lines] of set) {
      for (const line of lines) {
        const started = performance.now();
        const found = languageOf(line, { evidence, expected: expectedFor(code), names: new Set() });
        spent += performance.now() - started;
        seen += 1;
        const count = counts.get(lengthOf(line)) as Count;
        count.lines += 1;
        if (found?.code === code) count.right += 1;
        else if ((found?.code ?? null) === null) count.undecided += 1;
        else {
          count.wrong += 1;
        }
        if (values.errors && found?.code !== code && lengthOf(line) !== '1-2')
          console.log(`  ${code} ${found?.code ?? '-'} ${found?.probability.toFixed(3)} ${line}`);
      }
    }
    figures[`${name}, ${given}`] = Object.fromEntries(counts);
    judgements.push(() => judgeCounts(`${name}, ${given}`, counts));
    if (values.json) continue;
    console.log(`${name} (${set.size} languages), ${given}:`);
    for (const [length, { lines, right, undecided, wrong }] of counts) {
      if (lines === 0) continue;
      console.log(
        `  ${length.padEnd(4)} words: ${lines} lines, right ${((100 * right) / lines).toFixed(2)}%, undecided ${((100 * undecided) / lines).toFixed(2)}%, wrong ${((100 * wrong) / lines).toFixed(2)}%`,
      );
    }
  }
}
const english = { evidence, expected: ['en'], names: new Set(['orla', 'finch', 'monica', 'wick', 'rook']) };
const guessed = UNDECIDABLE_LINES.filter((line) => (languageOf(line, english)?.code ?? null) !== null);
const mixed = MIXED_LINES.filter((line) => languageOf(line, english)?.mixed === true);
const falselyMixed = [...own.values()]
  .flat()
  .filter((line) => languageOf(line, { ...english, expected: [] })?.mixed);
const microseconds = (1000 * spent) / seen;
Object.assign(figures, { guessed, mixed: mixed.length, falselyMixed, microseconds });
if (values.json) console.log(JSON.stringify(figures));
else {
  console.log(
    `lines that say nothing: ${UNDECIDABLE_LINES.length}, guessed ${guessed.length}`,
    guessed.join(' | '),
  );
  console.log(
    `mixed lines found: ${mixed.length} of ${MIXED_LINES.length}; lines of one language called mixed: ${falselyMixed.length} of ${[...own.values()].flat().length}`,
  );
  console.log(`${microseconds.toFixed(0)} microseconds a line, ${loadSeconds.toFixed(2)} s to load`);
}
for (const judge of judgements) judge();
aims.judge('lines that say nothing: decided', guessed.length, { most: 0 }, { digits: 0 });
process.exitCode = aims.close();

function judgeCounts(of: string, counts: ReadonlyMap<(typeof LENGTHS)[number], Count>): void {
  const long = counts.get('5+');
  if (long !== undefined && long.lines > 0)
    aims.judge(
      `${of}: five words or more, right`,
      (100 * long.right) / long.lines,
      { least: 99 },
      { unit: '%', digits: 2, more: `${long.lines} lines` },
    );
  const short = counts.get('1-2');
  if (short !== undefined && short.lines > 0)
    aims.judge(
      `${of}: one or two words, decided wrongly`,
      short.wrong,
      { most: 0 },
      { digits: 0, more: `${short.lines} lines` },
    );
}

function sample(lines: readonly string[], count: number): string[] {
  const random = seededRandom(7);
  return lines.length <= count
    ? [...lines]
    : Array.from({ length: count }, () => lines[Math.floor(random() * lines.length)] as string);
}
