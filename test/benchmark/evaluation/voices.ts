import { join } from 'node:path';
import {
  bootstrapGroups,
  centroidOf,
  compareVoice,
  type Estimate,
  groupOfValues,
} from '../../../main/evaluation/index.ts';
import { embedClips } from '../../../main/voice/index.ts';
import type { SpeakerEncoder } from '../../../native-models/index.ts';
import { readTruths, sampleLibrary } from '../../helpers/sample-score.ts';
import { decode, readersOf } from '../voice/sources.ts';

interface Voice {
  readonly name: string;
  readonly clips: readonly Float32Array[];
}

const PIECE = 4 * 16_000;
/** The sixth of the cast is a synthetic voice; the system that speaks for everybody is another one. */
const CAST_MEMBER = 'Dr. Orla Finch';
const SYNTHESISER = 'Beacon';

/** Five readers in pieces of four seconds and a synthetic sixth; none where the readers are absent. */
export function madeCast(readers: string, ffmpeg: string): { cast: Voice[]; synthesiser: Voice } | null {
  const pieces = readersOf(readers, ffmpeg).flatMap(({ voice, audio }) =>
    Array.from({ length: Math.floor(audio.length / PIECE) }, (_, at) => ({
      voice,
      audio: audio.slice(at * PIECE, (at + 1) * PIECE),
    })),
  );
  if (pieces.length === 0) return null;
  const synthetic = readTruths().flatMap((truth) => {
    const sound = decode(join(sampleLibrary, truth.media), ffmpeg);
    return truth.utterances.flatMap(({ character, start, end }) =>
      character !== null && end - start >= 2
        ? [{ voice: character, audio: sound.slice(Math.round(start * 16_000), Math.round(end * 16_000)) }]
        : [],
    );
  });
  const voiceOf = (name: string, from: readonly { voice: string; audio: Float32Array }[]): Voice => ({
    name,
    clips: from.filter(({ voice }) => voice === name).map(({ audio }) => audio),
  });
  return {
    cast: [
      ...[...new Set(pieces.map(({ voice }) => voice))].map((name) => voiceOf(name, pieces)),
      voiceOf(CAST_MEMBER, synthetic),
    ],
    synthesiser: voiceOf(SYNTHESISER, synthetic),
  };
}

export interface VoicesFigure {
  readonly system: 'real held-out clips' | 'clips of another character' | 'synthetic speech';
  readonly similarity: Estimate;
  readonly margin: Estimate;
  readonly nearestIsCharacter: number;
}

/** Half of each character's clips are its voice; the other half, others' clips and synthetic speech are answers. */
export async function measureVoices(
  cast: readonly Voice[],
  synthesiser: Voice,
  encoder: SpeakerEncoder,
): Promise<VoicesFigure[]> {
  const embed = async ({ clips }: Voice): Promise<Float32Array[]> =>
    (await embedClips(encoder, clips)).flatMap(({ embedding }) => (embedding === null ? [] : [embedding]));
  const all = await Promise.all(
    cast.map(async (voice) => ({ name: voice.name, vectors: await embed(voice) })),
  );
  const synthetic = await embed(synthesiser);
  const voices = new Map(
    all.map(({ name, vectors }) => [name, centroidOf(vectors.filter((_, at) => at % 2 === 0))]),
  );
  const answers = new Map(all.map(({ name, vectors }) => [name, vectors.filter((_, at) => at % 2 === 1)]));
  const names = all.map(({ name }) => name);
  const systems: {
    system: VoicesFigure['system'];
    answer: (name: string, at: number) => readonly Float32Array[];
  }[] = [
    { system: 'real held-out clips', answer: (name) => answers.get(name) ?? [] },
    {
      system: 'clips of another character',
      answer: (_name, at) => answers.get(names[(at + 1) % names.length] as string) ?? [],
    },
    { system: 'synthetic speech', answer: () => synthetic },
  ];
  return systems.map(({ system, answer }) => {
    const compared = names.map((name, at) =>
      answer(name, at).map((clip) => compareVoice(voices, name, clip)),
    );
    const flat = names.flatMap((name, at) => (compared[at] ?? []).map(({ nearest }) => nearest === name));
    return {
      system,
      similarity: bootstrapGroups(
        compared.map((each) => groupOfValues(each.map(({ similarity }) => similarity))),
      ) as Estimate,
      margin: bootstrapGroups(
        compared.map((each) => groupOfValues(each.map(({ margin }) => margin ?? 0))),
      ) as Estimate,
      nearestIsCharacter: flat.filter(Boolean).length / flat.length,
    };
  });
}
