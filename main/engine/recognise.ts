import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { PcmReader } from '../media/index.ts';
import { type Episode, RolecallError, type Span } from '../model/index.ts';
import {
  openRecogniser,
  type Recogniser,
  type RecogniserSettings,
  readRecogniser,
  recogniserName,
  recogniserSettings,
} from '../recognition/index.ts';
import { getSetting, putSetting, type ReadableDatabase } from '../store/index.ts';
import { cacheFile, writeWhole } from './cache.ts';
import { rememberChoice, requireChoice } from './chosen-recognisers.ts';
import { decodeToFile } from './decode-to-file.ts';
import { spanKey } from './embedding-stage.ts';
import { inputKey } from './keys.ts';
import type { Project } from './project.ts';
import type { Workbench } from './workbench.ts';

/** Longer spans are no lines; their first part is recognised. */
const LONGEST_SAMPLES = 40 * 16_000;

const recognised = z.object({
  /** Of the recogniser and of the sound. */
  key: z.string(),
  texts: z.record(z.string(), z.string()),
});

/** What a recogniser heard, by `spanKey`. */
export type RecognisedTexts = ReadonlyMap<string, string>;

/**
 * The recogniser of a project for work with it.
 *
 * @throws RolecallError `usage` where it is not of this machine's choosing
 */
export async function usableRecogniser(database: ReadableDatabase): Promise<RecogniserSettings | null> {
  const settings = projectRecogniser(database);
  await requireChoice(settings);
  return settings;
}

/** The recogniser that a project names, or null where it names none. */
export function projectRecogniser(database: ReadableDatabase): RecogniserSettings | null {
  const json = getSetting(database, 'recogniser');
  return json === null || json === '' ? null : recogniserSettings.parse(JSON.parse(json));
}

/**
 * Chooses the recogniser of a project, as `readRecogniser` understands it; `none` for none.
 *
 * @throws RolecallError `usage` or `environment` where it cannot be used
 */
export async function chooseRecogniser(
  project: Project,
  text: string,
  options: { readonly allowRemote: boolean },
): Promise<void> {
  await keepRecogniser(project, readRecogniser(text, options));
}

/**
 * Keeps what is to check a project's texts from its next run on; null for no recogniser.
 *
 * @throws RolecallError `usage` or `environment` where it cannot be used
 */
export async function keepRecogniser(project: Project, settings: RecogniserSettings | null): Promise<void> {
  if (settings !== null) {
    await (await openRecogniser(settings)).close();
    await rememberChoice(settings);
  }
  putSetting(project.database, 'recogniser', settings === null ? '' : JSON.stringify(settings));
}

/** Recognises what is missing of an episode's spans; what an interrupted run heard is kept. */
export async function recogniseSpans(
  episode: Episode,
  spans: readonly Span[],
  settings: RecogniserSettings,
  workbench: Workbench,
  onProgress: (fraction: number) => void = () => undefined,
): Promise<RecognisedTexts> {
  const { project, signal } = workbench;
  const file = cacheFile(project.path, episode.id, 'recognised');
  const key = inputKey(settings, await soundKey(project.path, episode.id));
  const texts = await readTexts(file, key);
  const missing = [...new Map(spans.map((span) => [spanKey(span), span])).values()].filter(
    (span) => !texts.has(spanKey(span)),
  );
  if (missing.length === 0) return texts;
  const samples = cacheFile(project.path, episode.id, 'samples');
  if (!existsSync(samples)) await decodeToFile(episode.media, samples, workbench);
  const reader = await PcmReader.open(samples);
  const recogniser = await openRecogniser(settings);
  try {
    for (let from = 0; from < missing.length; from += recogniser.batch) {
      signal.throwIfAborted();
      const batch = missing.slice(from, from + recogniser.batch);
      const heard = await hear(recogniser, reader, batch, signal);
      for (const [index, span] of batch.entries()) texts.set(spanKey(span), heard[index] ?? '');
      await writeWhole(file, JSON.stringify({ key, texts: Object.fromEntries(texts) }));
      onProgress((from + batch.length) / missing.length);
    }
  } finally {
    await recogniser.close();
    await reader.close();
    await rm(samples, { force: true });
  }
  return texts;
}

async function hear(
  recogniser: Recogniser,
  reader: PcmReader,
  spans: readonly Span[],
  signal: AbortSignal,
): Promise<string[]> {
  const clips: { samples: Int16Array }[] = [];
  for (const { start, end } of spans) {
    const sound = await reader.read({ start, end: Math.min(end, start + LONGEST_SAMPLES) });
    clips.push({ samples: Int16Array.from(sound, (value) => Math.round(value * 32_767)) });
  }
  const heard = await recogniser.recognise(clips, signal);
  if (heard.length === clips.length) return heard;
  throw new RolecallError({
    kind: 'environment',
    mendedIn: 'recogniser',
    message: `The recogniser ${recogniser.name} answered for ${heard.length} of ${clips.length} clips.`,
    remedy: 'Choose another recogniser, or none: `rolecall run PROJECT --recogniser none`.',
  });
}

async function readTexts(file: string, key: string): Promise<Map<string, string>> {
  try {
    const found = recognised.parse(JSON.parse(await readFile(file, 'utf8')));
    return found.key === key ? new Map(Object.entries(found.texts)) : new Map();
  } catch {
    return new Map();
  }
}

/** The key of the episode's sound, as the sound stage left it. */
async function soundKey(project: string, episode: string): Promise<string | null> {
  const content = await readFile(cacheFile(project, episode, 'sound'), 'utf8').catch(() => null);
  return content;
}

export { recogniserName };
