/**
 * npm run bench:enhancement [-- --clips N] [--seconds N] [--ratios DB,DB] [--noises white,pink,rumble] [--most DB] [--around BINS] [--own] [--json] : exports noisy clips of ../shared/data/speech with RNNoise and
 * prints, against the clean recordings: signal-to-noise ratio before and after, SI-SDR, likeness of the voice, what
 * became of the clips, and the speed of the export; ends with 1 where an aim is missed. Skips with a plain line where the
 * data is absent.
 *
 * --most, --around and --own try other settings than the product's (enhancement/other-settings.ts).
 *
 * SNR after: the change that the export made (the ratio of its short-time spectra to the noisy ones) is laid on the
 * clean speech and on the noise alone; the ratio of the two powers over the whole clip. SI-SDR: of the exported clip
 * against the clean one (J. Le Roux et al., "SDR - half-baked or well done?", ICASSP 2019).
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { clipTools } from '../../main/engine/export-clips.ts';
import { decodeSamples, LEAST_LIKENESS, PLAIN_CLIPS } from '../../main/export/index.ts';
import { findTools, wavFile } from '../../main/media/index.ts';
import { Fourier } from '../../main/model/fourier.ts';
import { InferenceHost } from '../../native-models/index.ts';
import { Aims } from '../helpers/aims.ts';
import { seededRandom } from '../helpers/sound.ts';
import { OTHER_SETTINGS, type OtherSettings } from './enhancement/other-settings.ts';

const { values } = parseArgs({
  options: {
    clips: { type: 'string', default: '4' },
    /** Longest part of each clip. */
    seconds: { type: 'string', default: '8' },
    ratios: { type: 'string', default: '0,5,10,15,30' },
    noises: { type: 'string', default: 'white,pink,rumble' },
    most: { type: 'string' },
    around: { type: 'string' },
    own: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const other: OtherSettings = {
  ...(values.most === undefined ? {} : { most: Number(values.most) }),
  ...(values.around === undefined ? {} : { around: Number(values.around) }),
  ...(values.own ? { own: true } : {}),
};
// The models' processes, which are started later, load their sources with these.
if (Object.keys(other).length > 0) {
  const hooks = new URL('enhancement/other-settings.ts', import.meta.url).href;
  process.env['NODE_OPTIONS'] = `${process.env['NODE_OPTIONS'] ?? ''} --import ${hooks}`.trim();
  process.env[OTHER_SETTINGS] = JSON.stringify(other);
}
const READERS = '../shared/data/speech/librispeech';
const RATIOS = values.ratios.split(',').map(Number);
const GAP = 8_000;
if (!existsSync(READERS)) {
  process.stdout.write(`skipped: ${READERS} is not there\n`);
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'rolecall-enhancement-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const { signal } = new AbortController();

const read = async (file: string): Promise<Float32Array> => {
  const { reader, close } = await decodeSamples(file, PLAIN_CLIPS, { tools: findTools, signal });
  return reader.read({ start: 0, end: reader.samples }).finally(close);
};

type Noise = (samples: number, seed: number) => Float32Array;
/** Gaussian noise through one-pole filters; equal weights of several poles come near 1/f. */
const filtered =
  (poles: readonly number[]): Noise =>
  (samples, seed) => {
    const random = seededRandom(seed);
    const states = poles.map(() => 0);
    return Float32Array.from({ length: samples }, () => {
      const white = Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
      let sum = 0;
      for (const [at, pole] of poles.entries()) {
        const next = pole * (states[at] as number) + Math.sqrt(1 - pole) * white;
        states[at] = next;
        sum += next;
      }
      return sum;
    });
  };
const NOISES: Readonly<Record<string, Noise>> = {
  white: filtered([0]),
  pink: filtered([0.995, 0.95, 0.6, 0]),
  rumble: filtered([0.97]),
};

const power = (samples: Float32Array): number =>
  samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
const decibels = (ratio: number): number => 10 * Math.log10(ratio);
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] as number) * (b[at] as number);
  return sum;
};

function siSdr(clean: Float32Array, heard: Float32Array): number {
  const scale = dot(heard, clean) / dot(clean, clean);
  const error = heard.map((value, at) => value - scale * (clean[at] as number));
  return decibels((scale * scale * power(clean)) / power(error));
}

const FRAME = 512;
const fourier = new Fourier(FRAME);
const WINDOW = Float64Array.from({ length: FRAME }, (_, at) => Math.sin((Math.PI * (at + 0.5)) / FRAME) ** 2);

/** Powers of speech and noise after the change that turned `noisy` into `exported`. */
function signalToNoiseAfter(
  speech: Float32Array,
  noise: Float32Array,
  noisy: Float32Array,
  exported: Float32Array,
): number {
  let [ofSpeech, ofNoise] = [0, 0];
  const spectrum = (of: Float32Array, from: number): Float64Array => {
    const re = Float64Array.from({ length: FRAME }, (_, at) => (of[from + at] ?? 0) * (WINDOW[at] as number));
    const im = new Float64Array(FRAME);
    fourier.transform(re, im);
    return re.map((value, at) => value * value + (im[at] as number) ** 2).subarray(0, FRAME / 2 + 1);
  };
  for (let from = 0; from + FRAME <= noisy.length; from += FRAME / 4) {
    const [before, after] = [spectrum(noisy, from), spectrum(exported, from)];
    const [s, n] = [spectrum(speech, from), spectrum(noise, from)];
    for (let bin = 0; bin <= FRAME / 2; bin += 1) {
      const gain = (after[bin] as number) / Math.max(before[bin] as number, 1e-12);
      ofSpeech += gain * (s[bin] as number);
      ofNoise += gain * (n[bin] as number);
    }
  }
  return decibels(ofSpeech / ofNoise);
}

const clean: Float32Array[] = [];
for (const reader of readdirSync(READERS).sort()) {
  const files = readdirSync(join(READERS, reader))
    .filter((name) => name.endsWith('.flac'))
    .sort();
  for (const name of files.slice(0, Number(values.clips))) {
    clean.push((await read(join(READERS, reader, name))).subarray(0, 16_000 * Number(values.seconds)));
  }
}

/** All clips one after the other with pauses, in noise of one kind at one ratio to each clip. */
function medium(noise: Noise, ratio: number, seed: number) {
  const length = clean.reduce((sum, { length: samples }) => sum + samples + GAP, GAP);
  const speech = new Float32Array(length);
  const around = noise(length, seed);
  const spans: { start: number; end: number }[] = [];
  let at = GAP;
  let from = 0;
  for (const [index, clip] of clean.entries()) {
    const end = at + clip.length;
    const to = index + 1 < clean.length ? end + GAP / 2 : length;
    const scale = Math.sqrt(power(clip) / power(around.subarray(from, to)) / 10 ** (ratio / 10));
    for (let i = from; i < to; i += 1) (around[i] as number) *= scale;
    speech.set(clip, at);
    spans.push({ start: at, end });
    from = to;
    at = end + GAP;
  }
  const mixed = Int16Array.from(speech, (value, i) =>
    Math.max(-32_768, Math.min(32_767, Math.round(32_768 * 0.5 * (value + (around[i] as number))))),
  );
  return { mixed, around, spans };
}

const host = new InferenceHost({ processes: 2 });
const encoder = host.speakerEncoder();
const voices = async (clips: readonly Float32Array[]): Promise<Float32Array[]> =>
  (await encoder.embed(clips)).map((outcome) =>
    outcome.kind === 'embedded' ? outcome.vector : new Float32Array(192),
  );
const cleanVoices = await voices(clean);
const rows: Record<string, number | string>[] = [];
const likenesses: { likeness: number; change: number }[] = [];
const mean = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length;
let [clipSeconds, wallSeconds] = [0, 0];

for (const [kind, noise] of Object.entries(NOISES)) {
  if (!values.noises.split(',').includes(kind)) continue;
  for (const ratio of RATIOS) {
    const { mixed, around, spans } = medium(noise, ratio, 1 + rows.length);
    const file = join(folder, `${kind}-${ratio}.wav`);
    writeFileSync(file, wavFile(mixed, 16_000));
    const requests = spans.map((span, at) => ({
      ...span,
      file: join(folder, `${kind}-${ratio}-${at}.flac`),
    }));
    const tools = clipTools(signal);
    const started = performance.now();
    const facts = await tools.cut(file, requests, { ...PLAIN_CLIPS, enhance: 'rnnoise' });
    wallSeconds += (performance.now() - started) / 1000;
    clipSeconds += spans.reduce((sum, { start, end }) => sum + end - start, 0) / 16_000;
    await tools.close();
    const exported: Float32Array[] = [];
    for (const request of requests) exported.push(await read(request.file));
    const noisy = spans.map(({ start, end }) =>
      Float32Array.from(mixed.subarray(start, end), (v) => v / 32_768),
    );
    const [before, after] = [await voices(noisy), await voices(exported)];
    const of = (measure: (at: number) => number): number => mean(spans.map((_, at) => measure(at)));
    const similarity = (set: readonly Float32Array[]) => (at: number) =>
      dot(set[at] as Float32Array, cleanVoices[at] as Float32Array);
    spans.forEach((_, at) => {
      likenesses.push({
        likeness: dot(before[at] as Float32Array, after[at] as Float32Array),
        change: similarity(after)(at) - similarity(before)(at),
      });
    });
    rows.push({
      noise: kind,
      snrBefore: ratio,
      snrAfter: of((at) => {
        const { start, end } = spans[at] as { start: number; end: number };
        const [speech, rest] = [clean[at] as Float32Array, around.subarray(start, end)];
        return signalToNoiseAfter(speech, rest, noisy[at] as Float32Array, exported[at] as Float32Array);
      }),
      siSdrGain: of(
        (at) =>
          siSdr(clean[at] as Float32Array, exported[at] as Float32Array) -
          siSdr(clean[at] as Float32Array, noisy[at] as Float32Array),
      ),
      voiceBefore: of(similarity(before)),
      voiceAfter: of(similarity(after)),
      asTheyWere: facts.filter(({ enhancement }) => enhancement !== 'applied').length,
      clips: facts.length,
    });
  }
}
await host.close();

const noisyRows = rows.filter(({ snrBefore }) => Number(snrBefore) <= 15);
const average = (key: string, of = noisyRows): number => mean(of.map((row) => Number(row[key])));
const report = {
  rows,
  from0to15: {
    snrGain: average('snrAfter') - average('snrBefore'),
    siSdrGain: average('siSdrGain'),
    voiceBefore: average('voiceBefore'),
    voiceAfter: average('voiceAfter'),
  },
  leastLikeness: LEAST_LIKENESS,
  likeness: [0.01, 0.05, 0.5].map((share) => {
    const sorted = likenesses.map(({ likeness }) => likeness).sort((a, b) => a - b);
    return sorted[Math.floor(share * sorted.length)];
  }),
  changeBelow: [0.6, 0.7, 0.8, 0.9].map((limit) => {
    const below = likenesses.filter(({ likeness }) => likeness < limit);
    return {
      limit,
      clips: below.length,
      change: below.length === 0 ? 0 : mean(below.map((each) => each.change)),
    };
  }),
  xRealtime: clipSeconds / wallSeconds,
};
if (values.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
else {
  process.stdout.write('noise    SNR  after  gain  SI-SDR gain  voice before  after  as they were\n');
  for (const row of rows) {
    const number = (key: string, digits: number, width: number): string =>
      Number(row[key]).toFixed(digits).padStart(width);
    const gain = (Number(row['snrAfter']) - Number(row['snrBefore'])).toFixed(1).padStart(6);
    process.stdout.write(
      `${String(row['noise']).padEnd(8)}${number('snrBefore', 0, 4)}${number('snrAfter', 1, 7)}${gain}${number('siSdrGain', 1, 13)}${number('voiceBefore', 3, 14)}${number('voiceAfter', 3, 7)}${`${row['asTheyWere']} of ${row['clips']}`.padStart(14)}\n`,
    );
  }
  process.stdout.write(
    `likeness before to after, 1%, 5%, half: ${report.likeness.map((value) => value?.toFixed(2)).join(', ')}\n` +
      `${report.changeBelow.map(({ limit, clips, change }) => `below ${limit}: ${clips} clips, change ${change.toFixed(3)}`).join('; ')}\n`,
  );
}
const aims = new Aims(values.json ? console.error : console.log);
const { snrGain, siSdrGain, voiceBefore, voiceAfter } = report.from0to15;
if (noisyRows.length > 0) {
  aims.judge('noisy clips, 0 to 15 dB: SNR raised by', snrGain, { least: 6 }, { unit: 'dB', digits: 2 });
  aims.tell('noisy clips, 0 to 15 dB: SI-SDR raised by', siSdrGain, { unit: 'dB', digits: 2 });
  aims.judge(
    'noisy clips, 0 to 15 dB: likeness to the clean voice raised by',
    voiceAfter - voiceBefore,
    { least: 0 },
    { digits: 4, more: `${voiceBefore.toFixed(3)} before, ${voiceAfter.toFixed(3)} after` },
  );
}
aims.judge('exported at', report.xRealtime, { least: 30 }, { unit: 'x realtime', digits: 1 });
process.exitCode = aims.close();
