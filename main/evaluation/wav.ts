import { SAMPLE_RATE } from '../model/index.ts';

/** A WAV file (RIFF, 16-bit PCM, mono) of 16 kHz samples. */
export function wavOf(samples: Int16Array): Buffer {
  const data = Buffer.alloc(44 + samples.length * 2);
  data.write('RIFF', 0, 'latin1');
  data.writeUInt32LE(36 + samples.length * 2, 4);
  data.write('WAVEfmt ', 8, 'latin1');
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(SAMPLE_RATE, 24);
  data.writeUInt32LE(SAMPLE_RATE * 2, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write('data', 36, 'latin1');
  data.writeUInt32LE(samples.length * 2, 40);
  for (let at = 0; at < samples.length; at += 1) data.writeInt16LE(samples[at]!, 44 + at * 2);
  return data;
}

/**
 * The samples of a WAV file that is exactly as `wavOf` writes them, which saves a decoder; null for every other file,
 * however like one it looks.
 */
export function samplesOfWav(bytes: Uint8Array): Int16Array | null {
  const length = bytes.length - 44;
  if (length < 0 || length % 2 !== 0) return null;
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, 44);
  const plain = wavOf(new Int16Array(0));
  plain.writeUInt32LE(36 + length, 4);
  plain.writeUInt32LE(length, 40);
  if (!header.equals(plain)) return null;
  const samples = new Int16Array(length / 2);
  const data = Buffer.from(bytes.buffer, bytes.byteOffset + 44, length);
  for (let at = 0; at < samples.length; at += 1) samples[at] = data.readInt16LE(at * 2);
  return samples;
}

export type AudioKind = 'wav' | 'flac' | 'ogg' | 'mp3' | 'm4a' | 'webm';

/** What bytes really are, by their first ones, whatever anybody says of them; null where they are no audio we know. */
export function sniffAudio(bytes: Uint8Array): AudioKind | null {
  const text = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WAVE') return 'wav';
  if (text.startsWith('fLaC')) return 'flac';
  if (text.startsWith('OggS')) return 'ogg';
  if (text.slice(4, 8) === 'ftyp') return 'm4a';
  if (text.startsWith('\x1a\x45\xdf\xa3')) return 'webm';
  if (text.startsWith('ID3')) return 'mp3';
  // An MPEG frame: eleven set bits, a version that exists, layer III.
  const [first = 0, second = 0] = bytes;
  const isFrame =
    first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x18) !== 0x08 && (second & 0x06) === 0x02;
  return isFrame ? 'mp3' : null;
}
