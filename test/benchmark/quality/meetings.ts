import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SoundJudge } from '../../../native-models/index.ts';
import { areaUnderCurve } from '../voice/metrics.ts';
import { decode } from '../voice/sources.ts';

const RATE = 16_000;

/** Overlap in two half minutes of real meetings, by who speaks when: windows of 1.5 s, every half second. */
export async function judgeMeetings(
  folder: string,
  ffmpeg: string,
  judge: SoundJudge,
  note: (name: string, value: number) => void,
  say: (line: string) => void,
): Promise<void> {
  const table = join(folder, 'debug.development.rttm');
  if (!existsSync(table)) {
    say(`${folder} is absent: meetings are skipped.`);
    return;
  }
  const turns = readFileSync(table, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('SPEAKER'))
    .map((line) => {
      const [, file = '', , start = '0', duration = '0'] = line.split(/\s+/);
      return { file, start: Number(start), end: Number(start) + Number(duration) };
    });
  const trials: { score: number; positive: boolean }[] = [];
  for (const file of new Set(turns.map((turn) => turn.file))) {
    const audio = decode(join(folder, `${file}.wav`), ffmpeg);
    for (let from = 0; from + 1.5 <= audio.length / RATE; from += 0.5) {
      const counts = Array.from({ length: 30 }, (_, step) => {
        const at = from + step * 0.05;
        return turns.filter((turn) => turn.file === file && turn.start <= at && at < turn.end).length;
      });
      const two = counts.filter((count) => count > 1).length / 20;
      const one = counts.filter((count) => count > 0).length / 30;
      // Between the two answers, and where hardly anybody speaks, there is no truth to compare with.
      if (one < 0.7 || (two > 0 && two < 0.3)) continue;
      const [heard] = await judge.judge([audio.slice(from * RATE, (from + 1.5) * RATE)]);
      trials.push({ score: heard?.overlap ?? 0, positive: two > 0 });
    }
  }
  const positives = trials.filter(({ positive }) => positive).length;
  note(`meetings: AUC of overlap, ${positives} of ${trials.length} windows`, areaUnderCurve(trials));
}
