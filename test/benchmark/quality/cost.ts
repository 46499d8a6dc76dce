import { measureQuality } from '../../../main/speech/index.ts';
import type { InferenceHost } from '../../../native-models/index.ts';
import { cpuSeconds } from '../pipeline/processes.ts';
import type { SourceClip } from '../voice/sources.ts';
import { cutPieces } from './pieces.ts';

/** Seconds of one core for each hour of speech: what is measured here, and what the judge takes in its process. */
export async function measureCost(
  sources: readonly SourceClip[],
  host: InferenceHost,
  note: (name: string, value: number) => void,
): Promise<void> {
  const pieces = await cutPieces(sources.slice(0, 25), host.speechModel(), 3);
  const hours = pieces.reduce((sum, { clean }) => sum + clean.length, 0) / 16_000 / 3600;
  const judge = host.soundJudge();
  const clips = pieces.map(({ clean }) => clean);
  await judge.judge(clips.slice(0, 8));
  const here = (work: () => void): number => {
    work();
    const before = process.cpuUsage();
    for (let round = 0; round < 3; round += 1) work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6 / 3 / hours;
  };
  const plain = here(() => {
    for (const { clean, span, activity } of pieces) measureQuality(clean, span, activity);
  });
  const all = here(() => {
    for (const { clean, span, activity, energy } of pieces) measureQuality(clean, span, activity, { energy });
  });
  const ofAll = (): number => host.pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  const before = ofAll();
  for (let round = 0; round < 3; round += 1) await judge.judge(clips);
  const judged = (ofAll() - before) / 3 / hours;
  note('seconds of a core for an hour of speech: samples and edges', all);
  note('  of these without the levels around the edges', plain);
  note('seconds of a core for an hour of speech: sound judge', judged);
}
