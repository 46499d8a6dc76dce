import { type MediaKind, mediaAddress } from '../../main/contract/index.ts';
import { applicationStrings } from '../ui/strings/application.ts';
import { EngineError } from './bridge.ts';

const words = applicationStrings.bridge;

/** Address of the seekable listening copy, for a media element. */
export const audioAddress = (episode: string): string => mediaAddress(episode, 'audio');

async function fetchBytes(episode: string, kind: MediaKind): Promise<ArrayBuffer> {
  const response = await fetch(mediaAddress(episode, kind)).catch(() => null);
  if (!response?.ok)
    throw new EngineError({
      kind: 'project',
      message: words.unreadable[kind],
      remedy: words.unreadableRemedy,
      file: null,
      place: null,
    });
  return response.arrayBuffer();
}

/** Interleaved (min, max) pairs of Int8, 100 pairs for each second of media. */
export const fetchPeaks = async (episode: string): Promise<Int8Array> =>
  new Int8Array(await fetchBytes(episode, 'peaks'));

/** Speech probabilities times 255, one for each 512 samples at 16 kHz. */
export const fetchSpeech = async (episode: string): Promise<Uint8Array> =>
  new Uint8Array(await fetchBytes(episode, 'speech'));
