/**
 * Speakers given to subtitles by text alone, against a naive baseline; time and memory; sync and boundaries:
 * `npm run bench:alignment [-- --json] [-- --text-only]`. Reads ../shared/data where it is there, and the sample
 * library. Sync and boundaries take minutes. Ends with 1 where an aim is missed.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { alignScript } from '../../main/alignment/index.ts';
import { alignmentInput, charactersOf } from '../../main/engine/align-text.ts';
import { type Aim, Aims } from '../helpers/aims.ts';
import { goldFolder } from './alignment/gold.ts';
import { type Judged, type Measures, measure } from './alignment/measure.ts';
import { naiveSpeakers } from './alignment/naive.ts';
import { type KnownSet, readSets } from './alignment/sets.ts';
import type { TimeTaken } from './alignment/time-child.ts';
import { measureSync, type SyncFigure, tellSync } from './sync.ts';

interface TextFigure extends Measures {
  readonly set: string;
  readonly method: 'rolecall' | 'naive';
}
interface TimeFigure extends TimeTaken {
  readonly hours: number;
  readonly xRealtime: number;
  readonly aim: { readonly seconds: number; readonly peakMegabytes: number | null };
}

const TIMED = [
  { hours: 1, aim: { seconds: 0.5, peakMegabytes: null } },
  { hours: 10, aim: { seconds: 10, peakMegabytes: 500 } },
] as const;
/** What is wanted of Rolecall's answers, in percent but for the calibration error. */
const AIMS: Readonly<Record<string, readonly (readonly [keyof Measures, Aim])[]>> = {
  clean: [
    ['accuracy', { least: 99 }],
    ['calibrationError', { most: 0.04 }],
  ],
  condensed: [
    ['precision', { least: 98.8 }],
    ['recall', { least: 87.5 }],
    ['calibrationError', { most: 0.04 }],
  ],
};

function measureText({ name, episodes }: KnownSet): TextFigure[] {
  const judged: Record<TextFigure['method'], Judged[]> = { rolecall: [], naive: [] };
  for (const { subtitles, script, known } of episodes) {
    const input = alignmentInput(subtitles, script, charactersOf(script));
    const answers = { rolecall: alignScript(input).parts, naive: naiveSpeakers(input) };
    const at = new Map(input.parts.map(({ cue, part }, index) => [`${cue}.${part}`, index]));
    for (const { cue, part, isRight } of known) {
      for (const method of ['rolecall', 'naive'] as const) {
        const answer = answers[method][at.get(`${cue}.${part}`) ?? -1];
        const speaker = answer?.speaker ?? null;
        judged[method].push({
          given: speaker !== null,
          right: speaker !== null && isRight(speaker),
          confidence: answer?.confidence ?? 0,
        });
      }
    }
  }
  return (['rolecall', 'naive'] as const).map((method) => ({
    set: name,
    method,
    ...measure(judged[method]),
  }));
}

/** Each in a process of its own, so that memory is its own. */
async function measureTime({ hours, aim }: (typeof TIMED)[number]): Promise<TimeFigure> {
  const child = fileURLToPath(new URL('alignment/time-child.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [child, String(hours), '1']);
  const taken = JSON.parse(stdout) as TimeTaken;
  return { hours, ...taken, xRealtime: (hours * 3600) / taken.seconds, aim };
}

const percent = (share: number): string => `${(100 * share).toFixed(2)}%`;
const row = (cells: readonly string[], widths: readonly number[]): string =>
  cells
    .map((cell, i) => cell.padEnd(widths[i] ?? 0))
    .join('  ')
    .trimEnd();

function printText(figures: readonly TextFigure[]): void {
  const widths = [22, 10, 8, 8, 10, 10, 10, 18];
  const head = ['set', 'method', 'known', 'given', 'accuracy', 'precision', 'recall', 'calibration error'];
  console.log(row(head, widths));
  for (const { set, method, utterances, given, accuracy, precision, recall, calibrationError } of figures) {
    const shares = [accuracy, precision, recall].map(percent);
    console.log(
      row([set, method, `${utterances}`, `${given}`, ...shares, calibrationError.toFixed(4)], widths),
    );
  }
}

function judgeText(aims: Aims, figures: readonly TextFigure[]): void {
  for (const figure of figures.filter(({ method }) => method === 'rolecall')) {
    for (const [name, aim] of AIMS[figure.set] ?? []) {
      const isShare = name !== 'calibrationError';
      const shown = isShare ? { unit: '%', digits: 2 } : { digits: 4 };
      aims.judge(
        `${figure.set}: ${isShare ? name : 'calibration error'}`,
        (isShare ? 100 : 1) * figure[name],
        aim,
        shown,
      );
    }
  }
}

function printTime(figures: readonly TimeFigure[]): void {
  const widths = [16, 8, 8, 12, 14, 14, 12];
  console.log(
    row(
      ['\nmade text', 'cues', 'words', 'seconds', 'processor, s', 'peak memory', 'x realtime'],
      [17, 8, 8, 12, 14, 14, 12],
    ),
  );
  for (const { hours, cues, words, seconds, processorSeconds, peakMegabytes, xRealtime } of figures) {
    const taken = [seconds.toFixed(2), processorSeconds.toFixed(2), `${peakMegabytes.toFixed(0)} MB`];
    console.log(row([`${hours} h`, `${cues}`, `${words}`, ...taken, xRealtime.toFixed(0)], widths));
  }
}

function judgeTime(aims: Aims, figures: readonly TimeFigure[]): void {
  for (const { hours, seconds, peakMegabytes, aim } of figures) {
    aims.judge(`${hours} h of text`, seconds, { under: aim.seconds }, { unit: 's', digits: 2 });
    if (aim.peakMegabytes === null) continue;
    const shown = { unit: 'MB', digits: 0 };
    aims.judge(`${hours} h of text: memory`, peakMegabytes, { under: aim.peakMegabytes }, shown);
  }
}

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, 'text-only': { type: 'boolean', default: false } },
});
const aims = new Aims(values.json ? console.error : console.log);
const sets = readSets();
if (!sets.some(({ name }) => name === 'clean')) {
  console.error(`No gold episodes at ${goldFolder}: measured on the sample library alone.`);
}
const text = sets.flatMap(measureText);
if (!values.json) printText(text);
const time: TimeFigure[] = [];
for (const timed of TIMED) time.push(await measureTime(timed));
if (!values.json) printTime(time);
judgeText(aims, text);
judgeTime(aims, time);
let sync: readonly SyncFigure[] | null = null;
if (!values['text-only']) {
  console.error('\nSync and boundaries: some minutes (--text-only leaves them out).');
  sync = await measureSync((section) => tellSync(aims, section));
}
if (values.json) console.log(JSON.stringify({ text, time, sync }, null, 2));
process.exitCode = aims.close();
