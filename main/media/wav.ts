import { SAMPLE_RATE } from '../model/time.ts';

/** A WAV file (RIFF, 16-bit PCM, mono) of samples at `rate` hertz. */
export function wavFile(samples: Int16Array, rate = SAMPLE_RATE): Buffer {
  const size = samples.length * 2;
  const bytes = Buffer.alloc(44 + size);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + size, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(size, 40);
  for (let at = 0; at < samples.length; at += 1) bytes.writeInt16LE(samples[at] as number, 44 + at * 2);
  return bytes;
}

/** The samples of a file that `wavFile` made; null where the file is laid out otherwise: it may be good all the same. */
export function plainWav(bytes: Uint8Array): { rate: number; samples: Int16Array } | null {
  const given = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (given.length < 44 || given.length % 2 !== 0) return null;
  const rate = given.readUInt32LE(24);
  const samples = new Int16Array((given.length - 44) / 2);
  for (let at = 0; at < samples.length; at += 1) samples[at] = given.readInt16LE(44 + 2 * at);
  return wavFile(samples, rate).equals(given) ? { rate, samples } : null;
}
