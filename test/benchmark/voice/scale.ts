import { enrol, scoreMany, type VoiceUtterance } from '../../../main/voice/index.ts';
import { seededRandom } from './random.ts';

const DIMENSION = 192;
const CHARACTERS = 50;
const LABELLED = 3_000;

/** The whole bank of a 500-hour series: a million random embeddings of fifty voices, adaptation and leave-one-out on. */
export function scoreAMillion(rows = 1_000_000) {
  const random = seededRandom(7);
  const centres = Array.from({ length: CHARACTERS }, () =>
    Float32Array.from({ length: DIMENSION }, () => random() - 0.5),
  );
  const vectors = new Float32Array(rows * DIMENSION);
  const ids: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    const centre = centres[row % CHARACTERS]!;
    let power = 0;
    for (let d = 0; d < DIMENSION; d += 1) {
      const value = centre[d]! + 1.2 * (random() - 0.5);
      vectors[row * DIMENSION + d] = value;
      power += value * value;
    }
    const scale = 1 / Math.sqrt(power);
    for (let d = 0; d < DIMENSION; d += 1) vectors[row * DIMENSION + d]! *= scale;
    ids.push(`u${row}`);
  }
  const labelled = Array.from(
    { length: LABELLED },
    (_, row): VoiceUtterance => ({
      id: ids[row]!,
      episode: 'e01',
      embedding: vectors.slice(row * DIMENSION, (row + 1) * DIMENSION),
      durationSamples: 48_000,
      overlapped: false,
      script: { character: `c${row % CHARACTERS}`, probability: 0.97 },
      subtitle: null,
    }),
  );
  const beforeEnrolment = performance.now();
  const bank = enrol(labelled, { adaptation: 'on' });
  const enrolment = (performance.now() - beforeEnrolment) / 1000;
  const started = performance.now();
  scoreMany(vectors, new Float32Array(rows).fill(3), bank, { ids });
  return {
    rows,
    characters: CHARACTERS,
    enrolmentSeconds: enrolment,
    seconds: (performance.now() - started) / 1000,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}
