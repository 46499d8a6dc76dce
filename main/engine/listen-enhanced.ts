import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findModel } from '../../native-models/index.ts';
import { PLAIN_CLIPS } from '../export/index.ts';
import { wavFile } from '../media/index.ts';
import { type Enhancement, type EnhancementOutcome, type Episode, SAMPLE_RATE } from '../model/index.ts';
import { projectEncoder, requireInstalled } from './encoder.ts';
import { withEpisodeSound } from './episode-sound.ts';
import { clipTools } from './export-clips.ts';
import { exportSettingsOf } from './export-wish.ts';
import type { Project } from './project.ts';

/** Sound around a span that the noise model hears with it. */
const AROUND = SAMPLE_RATE;

/** What an export would make of a span, to be heard. */
export interface HeardEnhanced {
  /** A WAV file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether an export would take it, or leave the clip as it is. */
  readonly outcome: EnhancementOutcome;
  readonly by: Exclude<Enhancement, 'none'>;
}

/**
 * A span of an episode with its noise lowered, as an export would lower it: by the model that the export screen names
 * last, else by the one that comes with Rolecall. Nothing is kept of it.
 *
 * @throws RolecallError `environment` where the model is not installed, `input` where the media is missing or damaged
 */
export async function listenEnhanced(
  project: Project,
  episode: Pick<Episode, 'id' | 'media'>,
  { start, end }: { readonly start: number; readonly end: number },
  signal: AbortSignal,
): Promise<HeardEnhanced> {
  const { enhance } = exportSettingsOf(project).wish.clips;
  const by = enhance === 'none' ? 'rnnoise' : enhance;
  await requireInstalled(findModel('enhancer', by));
  const from = Math.max(0, start - AROUND);
  const around = await withEpisodeSound(project, episode, signal, (sound) =>
    sound.readWhole({ start: from, end: end + AROUND }),
  );
  const folder = await mkdtemp(join(tmpdir(), 'rolecall-listen-'));
  const tools = clipTools(signal, { encoder: projectEncoder(project.database).id });
  try {
    const [media, file] = [join(folder, 'around.wav'), join(folder, 'enhanced.wav')];
    await writeFile(media, wavFile(around));
    const clip = { start: start - from, end: Math.min(end - from, around.length), file };
    const options = { ...PLAIN_CLIPS, codec: 'wav', enhance: by } as const;
    const [first] = await tools.cut(media, [clip], options);
    const outcome = first?.enhancement ?? 'voice-unknown';
    if (outcome !== 'applied') {
      // It is to be heard all the same: the ear may judge otherwise.
      await tools.cut(media, [{ ...clip, enhancement: 'applied' }], options);
    }
    return { bytes: Uint8Array.from(await readFile(file)), outcome, by };
  } finally {
    await tools.close();
    await rm(folder, { recursive: true, force: true });
  }
}
