/** Speech made worse on purpose, with the truth of how much. 16 kHz, -1 to 1; nothing here changes what it is given. */
import { convolve } from './convolve.ts';

const RATE = 16_000;
type Random = () => number;

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Mean square of the frames of 20 ms within 32 dB of the loudest: the power of what is spoken. */
export function activePower(samples: Float32Array): number {
  const powers: number[] = [];
  for (let at = 0; at + 320 <= samples.length; at += 320) powers.push(meanSquare(samples, at, at + 320));
  const least = Math.max(...powers) * 10 ** -3.2;
  const spoken = powers.filter((power) => power >= least);
  return spoken.reduce((sum, power) => sum + power, 0) / Math.max(1, spoken.length);
}

export function meanSquare(samples: Float32Array, from = 0, to = samples.length): number {
  let sum = 0;
  for (let i = from; i < to; i += 1) sum += samples[i]! ** 2;
  return sum / Math.max(1, to - from);
}

/** `speech` with `other` added, the speech's active power standing `decibels` over the other's mean power. */
export function mixed(speech: Float32Array, other: Float32Array, decibels: number): Float32Array {
  const scale = Math.sqrt(activePower(speech) / Math.max(1e-12, meanSquare(other))) * 10 ** (-decibels / 20);
  return withinScale(speech.map((value, at) => value + (other[at] ?? 0) * scale));
}

/** Turned down where it would not fit. */
export function withinScale(samples: Float32Array): Float32Array {
  let peak = 0;
  for (const value of samples) peak = Math.max(peak, Math.abs(value));
  return peak > 0.95 ? samples.map((value) => (value * 0.95) / peak) : samples;
}

export const NOISES = ['white', 'pink', 'brown', 'fan', 'hum', 'rain'] as const;
export type Noise = (typeof NOISES)[number];

export function noise(length: number, kind: Noise, random: Random): Float32Array {
  const out = new Float32Array(length);
  let [a, b, c, brown] = [0, 0, 0, 0];
  const [centre, speed] = [200 + 600 * random(), 0.3 + 2 * random()];
  const resonance = biquad('band', centre, 1.5);
  for (let i = 0; i < length; i += 1) {
    const white = normal(random);
    a = 0.99765 * a + white * 0.099046;
    b = 0.963 * b + white * 0.2965164;
    c = 0.57 * c + white * 1.0526913;
    brown = 0.985 * brown + white * 0.2;
    const pink = a + b + c + white * 0.1848;
    const time = i / RATE;
    if (kind === 'white') out[i] = white;
    else if (kind === 'pink') out[i] = pink;
    else if (kind === 'brown') out[i] = brown + 0.02 * white;
    else if (kind === 'fan') out[i] = resonance(white) * 3 + pink * 0.2;
    else if (kind === 'rain')
      out[i] = white * (0.6 + 0.4 * Math.sin(2 * Math.PI * speed * time)) * (random() < 0.02 ? 3 : 1);
    else {
      out[i] = pink * 0.15;
      for (const [order, level] of [1, 0.6, 0.5, 0.3, 0.25, 0.15].entries())
        out[i]! += level * Math.sin(2 * Math.PI * 50 * (order + 1) * time + order);
    }
  }
  return out;
}

export const BEDS = ['chords', 'arpeggio', 'drums', 'plucked', 'bells'] as const;
export type Bed = (typeof BEDS)[number];

/** A bed of music of one kind, in a key, a speed and a timbre of its own. */
export function music(length: number, kind: Bed, random: Random): Float32Array {
  const out = new Float32Array(length);
  const scale = random() < 0.5 ? [0, 2, 4, 5, 7, 9, 11] : [0, 2, 3, 5, 7, 8, 10];
  const root = 110 * 2 ** random();
  const beat = 0.28 + 0.4 * random();
  const pitch = (degree: number): number =>
    root * 2 ** ((scale[degree % 7]! + 12 * Math.floor(degree / 7)) / 12);
  const add = (start: number, seconds: number, make: (age: number, at: number) => number): void => {
    const from = Math.round(start * RATE);
    for (let i = Math.max(0, from); i < Math.min(length, from + seconds * RATE); i += 1)
      out[i]! += make((i - from) / RATE, i - from);
  };
  const beats = Math.ceil(length / RATE / beat) + 5;
  for (let step = 0; step < beats; step += 1) {
    const start = (step - 4 + random() * 0.02) * beat;
    if (kind === 'chords' && step % 4 === 0) {
      const base = Math.floor(random() * 7);
      for (const third of [0, 2, 4, 7]) {
        const turn = 2 * Math.PI * pitch(base + third);
        add(start, beat * 4, (age) => {
          let sum = 0;
          for (let harmonic = 1; harmonic <= 6; harmonic += 1)
            sum += Math.sin(turn * harmonic * age) / harmonic;
          return sum * Math.min(1, age / 0.15) * Math.min(1, (beat * 4 - age) / 0.15);
        });
      }
    } else if (kind === 'arpeggio') {
      for (const half of [0, 0.5]) {
        const turn = 2 * Math.PI * pitch(7 + Math.floor(random() * 8));
        add(start + half * beat, beat, (age) => {
          // A square wave without its high overtones, as cheap synthesisers have it.
          const sum = Math.sin(turn * age) + Math.sin(3 * turn * age) / 3 + Math.sin(5 * turn * age) / 5;
          return sum * Math.exp(-5 * age);
        });
      }
    } else if (kind === 'drums') {
      add(start, 0.3, (age) =>
        step % 2 === 0
          ? 2 * Math.sin(2 * Math.PI * (48 * age + 4 * (1 - Math.exp(-age * 35)))) * Math.exp(-age * 12)
          : normal(random) * Math.exp(-age * 20) * 0.7,
      );
      for (const half of [0, 0.5])
        add(start + half * beat, 0.08, (age) => normal(random) * Math.exp(-age * 80) * 0.4);
    } else if (kind === 'plucked') {
      // Karplus and Strong, 1983.
      const period = Math.round(RATE / pitch(5 + Math.floor(random() * 9)));
      const string = Float32Array.from({ length: period }, () => 2 * random() - 1);
      add(start, beat * 3, (_, at) => {
        const value = string[at % period]!;
        string[at % period] = 0.498 * (value + string[(at + 1) % period]!);
        return value;
      });
    } else if (kind === 'bells') {
      // Frequency modulation (Chowning, 1973).
      const turn = 2 * Math.PI * pitch(10 + Math.floor(random() * 8));
      add(
        start,
        beat * 3,
        (age) =>
          Math.sin(turn * age + 4 * Math.exp(-3 * age) * Math.sin(3.5 * turn * age)) * Math.exp(-2.5 * age),
      );
    }
  }
  return out;
}

/** A second voice over `share` of the speech, `decibels` under it. */
export function withSecondVoice(
  speech: Float32Array,
  other: Float32Array,
  share: number,
  decibels: number,
  random: Random,
): Float32Array {
  const length = Math.min(Math.round(speech.length * share), other.length);
  const at = Math.floor(random() * (speech.length - length + 1));
  const from = Math.floor(random() * (other.length - length + 1));
  const scale = Math.sqrt(activePower(speech) / activePower(other)) * 10 ** (-decibels / 20);
  const out = Float32Array.from(speech);
  for (let i = 0; i < length; i += 1) out[at + i]! += other[from + i]! * scale;
  return withinScale(out);
}

/** The loudest `share` of the samples cut off, then turned to a peak of `peak`. */
export function clipped(speech: Float32Array, share: number, peak: number): Float32Array {
  const sizes = Float32Array.from(speech, Math.abs).sort();
  const top = sizes[Math.floor(sizes.length * (1 - share)) - 1] ?? 1;
  return speech.map((value) => (Math.max(-top, Math.min(top, value)) / top) * peak);
}

/** Gaps of 20 to 150 ms without any signal until `share` of the speech is lost, where somebody speaks. */
export function withDropouts(
  speech: Float32Array,
  share: number,
  random: Random,
): { sound: Float32Array; lost: number } {
  const sound = Float32Array.from(speech);
  const level = activePower(speech);
  let lost = 0;
  for (let tries = 0; tries < 400 && lost < share * speech.length; tries += 1) {
    const left = share * speech.length - lost;
    const length = Math.round(Math.min(Math.max(left, 0.02 * RATE), (0.02 + 0.13 * random()) * RATE));
    const at = Math.floor(random() * (speech.length - length - 400)) + 200;
    if (at < 0) break;
    const isFree = sound
      .subarray(at - 160, at + length + 160)
      .every((value, i, all) => value !== 0 || all[i - 1] !== 0);
    if (
      !isFree ||
      meanSquare(speech, at - 80, at) < level / 30 ||
      meanSquare(speech, at + length, at + length + 80) < level / 30
    )
      continue;
    sound.fill(0, at, at + length);
    lost += length;
  }
  return { sound, lost: lost / speech.length };
}

/** What a telephone leaves: 300 to 3400 Hz. */
export function overTelephone(speech: Float32Array): Float32Array {
  const stages = [
    ...[0.541, 1.307].map((q) => biquad('high', 300, q)),
    ...[0.51, 0.601, 0.9, 2.563].map((q) => biquad('low', 3400, q)),
  ];
  return withinScale(speech.map((value) => stages.reduce((sample, stage) => stage(sample), value)));
}

/** As a file of 8,000 samples a second sounds. */
export const narrow = (speech: Float32Array): Float32Array => lowPassed(speech, 3800);

/** What lies above `hertz` is gone: 72 dB less an octave higher. */
export function lowPassed(speech: Float32Array, hertz: number): Float32Array {
  const stages = [0.502, 0.547, 0.655, 0.9, 1.6, 4.5].map((q) => biquad('low', hertz, q));
  return speech.map((value) => stages.reduce((sample, stage) => stage(sample), value));
}

/** Second-order filters of Robert Bristow-Johnson's cookbook. */
function biquad(kind: 'low' | 'high' | 'band', hertz: number, q: number): (value: number) => number {
  const turn = (2 * Math.PI * hertz) / RATE;
  const alpha = Math.sin(turn) / (2 * q);
  const cosine = Math.cos(turn);
  const [b0, b1, b2] =
    kind === 'low'
      ? [(1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2]
      : kind === 'high'
        ? [(1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2]
        : [alpha, 0, -alpha];
  const [a0, a1, a2] = [1 + alpha, -2 * cosine, 1 - alpha];
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return (value) => {
    const out = (b0 * value + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2) / a0;
    [x2, x1, y2, y1] = [x1, value, y1, out];
    return out;
  };
}

/**
 * The response of a shoebox room (image sources, Allen and Berkley, 1979), source and microphone at least 1.2 m
 * apart, with the reverberation time that it really has (Schroeder's backward integration, -5 to -25 dB).
 */
export function room(wanted: number, random: Random): { response: Float32Array; t60: number } {
  const size = [3.5 + 5 * random(), 3 + 4 * random(), 2.4 + 1.4 * random()];
  const [lx, ly, lz] = size as [number, number, number];
  const surface = 2 * (lx * ly + ly * lz + lx * lz);
  const reflection = Math.sqrt(Math.exp((-0.161 * lx * ly * lz) / (surface * wanted)));
  const place = (): number[] => size.map((each) => each * (0.15 + 0.7 * random()));
  const source = place();
  let microphone = place();
  while (Math.hypot(...source.map((value, axis) => value - microphone[axis]!)) < 1.2) microphone = place();
  const samples = Math.round(Math.max(0.12, wanted * 0.8) * RATE);
  const reach = (samples / RATE) * 343;
  const response = new Float32Array(samples);
  let [first, nearest] = [0, Number.POSITIVE_INFINITY];
  const orders = size.map((each) => Math.ceil(reach / (2 * each)));
  for (let nx = -orders[0]!; nx <= orders[0]!; nx += 1)
    for (let ny = -orders[1]!; ny <= orders[1]!; ny += 1)
      for (let nz = -orders[2]!; nz <= orders[2]!; nz += 1)
        for (let mirror = 0; mirror < 8; mirror += 1) {
          const [px, py, pz] = [mirror & 1, (mirror >> 1) & 1, mirror >> 2];
          const dx = 2 * nx * lx + (px ? -1 : 1) * source[0]! - microphone[0]!;
          const dy = 2 * ny * ly + (py ? -1 : 1) * source[1]! - microphone[1]!;
          const dz = 2 * nz * lz + (pz ? -1 : 1) * source[2]! - microphone[2]!;
          const distance = Math.hypot(dx, dy, dz);
          if (distance >= reach) continue;
          const bounces =
            Math.abs(nx - px) +
            Math.abs(nx) +
            Math.abs(ny - py) +
            Math.abs(ny) +
            Math.abs(nz - pz) +
            Math.abs(nz);
          // Walls are not quite even: without this, images of one order would arrive together and ring.
          const at = Math.round((distance / 343) * RATE + (bounces > 1 ? 24 * (random() - 0.5) : 0));
          if (at < 0 || at >= samples) continue;
          response[at]! += reflection ** bounces / distance;
          if (distance < nearest) [nearest, first] = [distance, at];
        }
  const heard = response.subarray(first);
  return { response: heard.map((value) => value * nearest), t60: reverberationTime(heard) };
}

function reverberationTime(response: Float32Array): number {
  const left = new Float64Array(response.length + 1);
  for (let i = response.length - 1; i >= 0; i -= 1) left[i] = left[i + 1]! + response[i]! ** 2;
  const reached = (decibels: number): number =>
    left.findIndex((value) => value <= left[0]! * 10 ** (decibels / 10));
  return (3 * (reached(-25) - reached(-5))) / RATE;
}

export const inRoom = (speech: Float32Array, response: Float32Array): Float32Array =>
  withinScale(convolve(speech, response).subarray(0, speech.length));
