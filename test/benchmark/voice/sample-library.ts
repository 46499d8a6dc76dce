import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { embedClips } from '../../../main/voice/index.ts';
import type { SpeakerEncoder } from '../../../native-models/index.ts';
import type { Truth } from '../../fixtures/make/truth.ts';
import { seededRandom } from './random.ts';
import type { Embedded } from './series.ts';
import { decode } from './sources.ts';

const SAMPLE = 16_000;

/**
 * The sample library cut by its truth: seven synthetic voices, two episodes, under seven minutes in all. One label in
 * twenty is swapped. Lines of several at once are left out.
 */
export async function sampleLibrary(
  encoder: SpeakerEncoder,
  ffmpeg: string,
  seed: number,
): Promise<Embedded[]> {
  const [media, truths] = ['test/fixtures/library', 'test/fixtures/library-truth'];
  if (!existsSync(truths)) return [];
  const random = seededRandom(seed);
  const result: Embedded[] = [];
  for (const name of readdirSync(truths).sort()) {
    const truth = JSON.parse(readFileSync(join(truths, name), 'utf8')) as Truth;
    const audio = decode(join(media, truth.media), ffmpeg);
    const lines = truth.utterances.filter(({ character, overlaps }) => character !== null && !overlaps);
    const voices = [...new Set(lines.map(({ character }) => character!))].sort();
    const clips = await embedClips(
      encoder,
      lines.map(({ start, end }) => audio.slice(Math.round(start * SAMPLE), Math.round(end * SAMPLE))),
    );
    lines.forEach(({ character, inScript }, at) => {
      const voice = character!;
      const swapped = inScript && random() < 0.05;
      const others = voices.filter((other) => other !== voice);
      const label = swapped ? others[Math.floor(random() * others.length)]! : voice;
      result.push({
        voice,
        swapped,
        utterance: {
          id: `${name}-${String(at).padStart(3, '0')}`,
          episode: name,
          embedding: clips[at]!.embedding,
          durationSamples: clips[at]!.durationSamples,
          overlapped: false,
          script: { character: inScript ? label : null, probability: inScript ? 0.98 : 0 },
          subtitle: null,
        },
      });
    });
  }
  return result;
}
