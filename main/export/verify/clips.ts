import { join } from 'node:path';
import { SAMPLE_RATE } from '../../model/index.ts';
import { LeakFinder, type LeakPair } from '../leaks.ts';
import { INDEX_FILE } from '../manifest.ts';
import { type Check, Reporter } from './report.ts';

export interface ClipReaders {
  /** Decodes an audio file to its end and gives its length in seconds; rejects where it cannot. */
  readonly decodedSeconds: (file: string, signal: AbortSignal) => Promise<number>;
  /** The samples of a file at 16 kHz, mono; absent: leaks are looked for in the texts only. */
  readonly decodedSamples?: (file: string, signal: AbortSignal) => Promise<Float32Array>;
}

/** How far a clip's decoded length may lie from what its row says, in seconds: decoders round. */
const LENGTH_TOLERANCE = 0.0005;
/** Opus counts at 48 kHz in packets. */
const OPUS_TOLERANCE = 0.002;
const SIDE_BY_SIDE = 4;

/** Every clip decodes, to the length that its row says; and nothing is heard or said in two splits. */
export async function checkClips(
  check: Check,
  readers: ClipReaders,
  onProgress?: (fraction: number) => void,
): Promise<void> {
  const leaks = new LeakFinder();
  const { rows, manifest, signal } = check;
  for (let from = 0; from < rows.length; from += SIDE_BY_SIDE) {
    signal.throwIfAborted();
    const some = rows.slice(from, from + SIDE_BY_SIDE);
    const sounds = await Promise.all(
      some.map((row) => checkClip(check, row.clip, row.end - row.start, readers)),
    );
    some.forEach((row, at) => {
      if (row.split === null || manifest.split === null) return;
      const key = `${row.episode}\n${row.id}`;
      leaks.add({ key, split: row.split, text: row.text }, sounds[at] ?? null);
    });
    onProgress?.(Math.min(1, (from + SIDE_BY_SIDE) / rows.length));
  }
  const report = new Reporter(check, INDEX_FILE);
  for (const pair of leaks.pairs()) report.say(leakMessage(pair));
  report.end();
}

function leakMessage({ kind, a, b }: LeakPair): string {
  const id = (key: string): string => key.slice(key.indexOf('\n') + 1);
  const what = kind === 'sound' ? 'are one recording' : 'say nearly the same';
  return `leak: ${id(a.key)} in ${a.split} and ${id(b.key)} in ${b.split} ${what}`;
}

async function checkClip(
  check: Check,
  clip: Check['rows'][number]['clip'],
  spoken: number,
  { decodedSeconds, decodedSamples }: ClipReaders,
): Promise<Float32Array | null> {
  if (clip === null || clip.path === null || check.unsound.has(clip.path)) return null;
  const { path, rate, samples } = clip;
  const report = new Reporter(check, path);
  const file = join(check.folder, path);
  try {
    const wanted = samples / rate;
    if (check.manifest.clips?.rate != null && check.manifest.clips.rate !== rate) {
      report.say(`has ${rate} Hz, the manifest says ${check.manifest.clips.rate} Hz`);
    }
    const padding = (2 * (check.manifest.clips?.padding ?? 0)) / SAMPLE_RATE;
    if (wanted < spoken - 0.002 || wanted > spoken + padding + 0.002) {
      report.say(`is ${wanted.toFixed(3)} s long for an utterance of ${spoken.toFixed(3)} s`);
    }
    const isHeard = check.manifest.split !== null && decodedSamples !== undefined;
    const heard = isHeard ? await decodedSamples(file, check.signal) : null;
    // Decoding at the clip's own rate tells its length already.
    const seconds =
      heard !== null && rate === SAMPLE_RATE
        ? heard.length / SAMPLE_RATE
        : await decodedSeconds(file, check.signal);
    const tolerance = check.manifest.clips?.codec === 'opus' ? OPUS_TOLERANCE : LENGTH_TOLERANCE;
    if (Math.abs(seconds - wanted) > tolerance) {
      report.say(`decodes to ${seconds.toFixed(4)} s, its row says ${wanted.toFixed(4)} s`);
    }
    return heard;
  } catch (error) {
    check.signal.throwIfAborted();
    report.say(`does not decode (${error instanceof Error ? error.message : error})`);
    return null;
  }
}
