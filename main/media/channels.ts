import type { ChannelChoice, ChannelUse } from '../model/episode.ts';
import { samplesToSeconds } from '../model/time.ts';
import { inputArguments } from './input-file.ts';
import type { AudioStream, MediaInfo } from './probe.ts';
import { runTool } from './tool-process.ts';
import type { Tools } from './tools.ts';

const MIXED: ChannelUse = { choice: 'mixed', gain: null };

export const WITH_CENTRE =
  /^(3\.[01]|4\.[01]|5\.[01](\(side\))?|6\.[01](\(front\))?|7\.[01](\((wide|wide-side|side)\))?)$/;

/** Excerpts spread over the file, and their length in seconds: enough to hold speech and pauses. */
const EXCERPTS = 6;
const EXCERPT_SECONDS = 5;
/** Shorter files are mixed: there is too little to compare. */
const SHORTEST_SECONDS = 60;
const RATE = 8_000;
const FRAME = 160;
/** A channel alone is only taken for a clear gain: what is spoken elsewhere would be lost with it. */
const LEAST_GAIN = 3;
/** The channel must hold the speech: its loud half is at most this far below that of the mix, dB. */
const MOST_BELOW = 6;

/**
 * Compares what a track's centre (of surround sound) or one of its sides (of stereo) gives with the mono mix, on
 * excerpts. The measure needs no model: how far the louder half of the frames stands above the quietest quarter, which
 * is what music, effects and noise beside the speech fill up. The same file always gives the same choice, so that the
 * listening copy, the samples that are measured and the clips that are exported hold the same.
 *
 * @returns the mix wherever nothing can be compared: an expected outcome, never an error
 */
export async function chooseChannels(
  info: MediaInfo,
  track: AudioStream,
  { tools, signal }: { readonly tools: Tools; readonly signal?: AbortSignal | undefined },
): Promise<ChannelUse> {
  const seconds = info.duration === null ? 0 : samplesToSeconds(info.duration);
  const hasCentre = track.layout !== null && WITH_CENTRE.test(track.layout);
  if (seconds < SHORTEST_SECONDS || !(hasCentre || track.channels === 2)) return MIXED;
  const inputs = Array.from({ length: EXCERPTS }, (_, at) => {
    const from = ((at + 0.5) / EXCERPTS) * seconds - EXCERPT_SECONDS / 2;
    return ['-ss', from.toFixed(3), '-t', String(EXCERPT_SECONDS), ...inputArguments(info.file)];
  });
  // Two channels: the mix as it would be used and the centre, or both sides.
  const pair = hasCentre ? 'pan=stereo|c0=0.6*FC+0.2*FL+0.2*FR|c1=FC' : 'aformat=channel_layouts=stereo';
  const parts = Array.from({ length: EXCERPTS }, (_, at) => `[${at}:a:${track.index}]`).join('');
  const graph = `${parts}concat=n=${EXCERPTS}:v=0:a=1,${pair},aresample=${RATE}[pair]`;
  const { code, stdout } = await runTool(
    tools.ffmpeg.path,
    [
      ...['-v', 'error', '-hide_banner', '-nostdin', '-vn', '-sn', '-dn', ...inputs.flat()],
      ...['-filter_complex', graph, '-map', '[pair]', '-c:a', 'pcm_s16le', '-f', 's16le', 'pipe:1'],
    ],
    { signal, file: info.file, timeLimit: 60_000 },
  );
  // What cannot be sought in is decoded from its start all the same, and says there what is wrong with it.
  if (code !== 0) return MIXED;
  const samples = new Int16Array(stdout.buffer, stdout.byteOffset, stdout.byteLength >> 1);
  return hasCentre ? compareCentre(samples) : compareSides(samples);
}

/** @param samples interleaved: the mix and the centre */
export function compareCentre(samples: Int16Array): ChannelUse {
  const mix = contrastOf(samples, 1, 0);
  const centre = contrastOf(samples, 0, 1);
  return decide(mix, [['centre', centre]]);
}

/** @param samples interleaved: left and right */
export function compareSides(samples: Int16Array): ChannelUse {
  const mix = contrastOf(samples, 0.5, 0.5);
  return decide(mix, [
    ['left', contrastOf(samples, 1, 0)],
    ['right', contrastOf(samples, 0, 1)],
  ]);
}

interface Contrast {
  /** Mean level of the louder half of the frames, dB. */
  readonly loud: number;
  /** How far that stands above the quietest quarter, dB. */
  readonly range: number;
}

function decide(mix: Contrast, others: readonly (readonly [ChannelChoice, Contrast])[]): ChannelUse {
  let best: ChannelUse = { choice: 'mixed', gain: 0 };
  for (const [choice, { loud, range }] of others) {
    const gain = Math.round((range - mix.range) * 10) / 10;
    if (loud >= mix.loud - MOST_BELOW && gain >= LEAST_GAIN && gain > (best.gain ?? 0))
      best = { choice, gain };
  }
  return best;
}

/** Frames of 20 ms of `first` times one channel plus `second` times the other, differenced once against rumble. */
function contrastOf(samples: Int16Array, first: number, second: number): Contrast {
  const frames = Math.floor(samples.length / 2 / FRAME);
  const powers = new Float64Array(frames);
  let last = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    let sum = 0;
    for (let at = frame * FRAME; at < (frame + 1) * FRAME; at += 1) {
      const value = first * (samples[2 * at] ?? 0) + second * (samples[2 * at + 1] ?? 0);
      sum += (value - 0.9 * last) ** 2;
      last = value;
    }
    powers[frame] = sum / FRAME;
  }
  powers.sort();
  const mean = (from: number, to: number): number => {
    const part = powers.subarray(Math.floor(from * frames), Math.ceil(to * frames));
    return part.reduce((sum, power) => sum + power, 0) / Math.max(1, part.length);
  };
  // The floor is that of 16 bits: digital silence tells no more than a very quiet room.
  const decibels = (power: number): number => 10 * Math.log10(power + 1);
  const loud = decibels(mean(0.5, 1));
  return { loud, range: loud - decibels(mean(0, 0.25)) };
}
