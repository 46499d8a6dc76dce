import { parentPort, workerData } from 'node:worker_threads';
import { RolecallError } from '../../main/model/errors.ts';
import { readScript, readSubtitles, resolveCharacters, wordsOf } from '../../main/text/index.ts';
import { malformedFiles } from './malformed-files.ts';

const { count, seed, from } = workerData as { count: number; seed: number; from: number };

/** What is wrong with how a file was read, or null: a failure has to name file and place or remedy, a result to be within bounds. */
function faultOf(name: string, read: () => void): string | null {
  try {
    read();
    return null;
  } catch (error) {
    if (!(error instanceof RolecallError))
      return `threw ${String(error instanceof Error ? error.stack : error).slice(0, 600)}`;
    if (error.kind !== 'input' || error.file !== name || !error.place || error.remedy.length < 5)
      return `said too little: ${error.describe()}`;
    return null;
  }
}

const check = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(`out of bounds: ${what}`);
};

const files = malformedFiles(count, seed);
for (let index = from; index < count; index += 1) {
  const file = files.at(index);
  const faults: string[] = [];
  let spent = 0;
  const timed = (what: string, read: () => void): void => {
    parentPort!.postMessage({ kind: 'start', index, name: `${file.kind}, ${what}` });
    const started = process.threadCpuUsage();
    const fault = faultOf(file.name, read);
    const used = process.threadCpuUsage(started);
    spent = Math.max(spent, (used.user + used.system) / 1000);
    if (fault !== null) faults.push(`${what}: ${fault}`);
  };
  timed('as subtitles', () => {
    const { cues } = readSubtitles(file.bytes, file.name);
    check(cues.length > 0 && cues.length <= 100_000, 'number of cues');
    for (const [at, cue] of cues.entries()) {
      check(cue.ordinal === at + 1, 'ordinal');
      check(
        Number.isInteger(cue.start) && Number.isInteger(cue.end) && cue.start >= 0 && cue.end >= cue.start,
        'times',
      );
      check(cue.text.length <= 20_000 && cue.place.line >= 1, 'text and place');
      check(
        cue.parts.every((part, ordinal) => part.part === ordinal && !part.text.includes('\n')),
        'parts',
      );
    }
  });
  timed('as a script', () => {
    const script = readScript(file.bytes, file.name);
    check(script.lines.length > 0 && script.lines.length <= 100_000, 'number of lines');
    for (const [at, line] of script.lines.entries()) {
      check(line.ordinal === at + 1 && line.text !== '' && line.text.length <= 20_000, 'text');
      check(line.speakerLabel !== '' && line.speakerLabel.length <= 80, 'label');
      check(line.scene >= 0 && line.scene < script.scenes.length && line.place.line >= 1, 'scene and place');
    }
    resolveCharacters(script.lines.map((line) => ({ label: line.speakerLabel, count: 1 })));
    for (const line of script.lines.slice(0, 1000)) wordsOf(line.text);
  });
  parentPort!.postMessage({ kind: 'done', index, name: file.kind, faults, spent });
}
