// Aligns a made text of so many hours and prints what it took, as one JSON line: time-child.ts HOURS SEED.
import { alignText } from '../../../main/engine/align-text.ts';
import { readScript, readSubtitles } from '../../../main/text/index.ts';
import { firstName } from './gold.ts';
import { makeText } from './made-text.ts';

export interface TimeTaken {
  readonly cues: number;
  readonly lines: number;
  readonly words: number;
  /** From the bytes of both files to the speakers, as the clock on the wall has it. */
  readonly seconds: number;
  /** The same in processor time of all threads: what an idle machine would need at most. */
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
  /** Share of the parts with the right speaker. */
  readonly accuracy: number;
}

const [hours, seed] = process.argv.slice(2).map(Number);
const made = makeText(hours ?? 1, seed ?? 1);
const files = { subtitles: Buffer.from(made.subtitles), script: Buffer.from(made.script) };
const atStart = { elapsed: performance.now(), processor: process.cpuUsage() };
const subtitles = readSubtitles(files.subtitles, 'made.srt');
const script = readScript(files.script, 'made.txt');
const { parts } = alignText(subtitles, script);
const processor = process.cpuUsage(atStart.processor);
const right = parts.filter(
  ({ cue, part, speaker }) => firstName(speaker) === firstName(made.truth[cue - 1]?.[part] ?? null),
).length;
const taken: TimeTaken = {
  cues: subtitles.cues.length,
  lines: script.lines.length,
  words: made.subtitles.split(/\s+/).length,
  seconds: (performance.now() - atStart.elapsed) / 1000,
  processorSeconds: (processor.user + processor.system) / 1e6,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
  accuracy: right / made.truth.flat().length,
};
console.log(JSON.stringify(taken));
