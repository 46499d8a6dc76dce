import { wavFile } from '../media/index.ts';

/**
 * The samples of a WAV file that is exactly as `wavFile` writes them, which saves a decoder; null for every other file,
 * however like one it looks.
 */
export function samplesOfWav(bytes: Uint8Array): Int16Array | null {
  const length = bytes.length - 44;
  if (length < 0 || length % 2 !== 0) return null;
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, 44);
  const plain = wavFile(new Int16Array(0));
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
