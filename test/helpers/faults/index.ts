import { clockSetBack, clockSetForward } from './clock.ts';
import {
  cacheOnFullDisk,
  diskFillsMeanwhile,
  mediaBreaksOff,
  mediaTakenAway,
  projectOnFullDisk,
} from './disk.ts';
import type { Fault, Night } from './night.ts';
import {
  cancelledFromElsewhere,
  ffmpegAlwaysHangs,
  ffmpegHangs,
  ffmpegKilled,
  inferenceHangs,
  inferenceKilled,
  lockLeftElsewhere,
  pausedAndResumed,
  twoRuns,
} from './programs.ts';

export { type Fault, type Night, prepareNight } from './night.ts';

/** Everything that goes wrong, by a short name. */
export const FAULTS: Readonly<Record<string, (night: Night) => Promise<Fault>>> = {
  'ffmpeg-killed': ffmpegKilled,
  'ffmpeg-hangs': ffmpegHangs,
  'ffmpeg-always-hangs': ffmpegAlwaysHangs,
  'inference-killed': inferenceKilled,
  'inference-hangs': inferenceHangs,
  'two-runs': twoRuns,
  'lock-left': lockLeftElsewhere,
  'disk-full-at-once': (night) => projectOnFullDisk(night, 0),
  'disk-full-early': (night) => projectOnFullDisk(night, 500_000),
  'disk-full-late': (night) => projectOnFullDisk(night, 3_000_000),
  'disk-full-decoding': (night) =>
    diskFillsMeanwhile(night, /"stage":"audio","fraction":0\.[2-9]/, 'while it decodes'),
  'disk-full-embedding': (night) => diskFillsMeanwhile(night, /"stage":"embedding"/, 'while it embeds'),
  'disk-full-voices': (night) =>
    diskFillsMeanwhile(night, /"phase":"voices"/, 'before the voices are compared'),
  'cache-full': (night) => cacheOnFullDisk(night, 1_500_000),
  'media-taken-away': mediaTakenAway,
  'media-breaks-off': mediaBreaksOff,
  'clock-set-back': clockSetBack,
  'clock-set-forward': clockSetForward,
  paused: pausedAndResumed,
  cancelled: cancelledFromElsewhere,
};
