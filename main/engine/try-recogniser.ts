import type { RecogniserTrial, RecogniserWish } from '../contract/index.ts';
import { decodeSpan, findTools } from '../media/index.ts';
import { RolecallError, SAMPLE_RATE, type Utterance } from '../model/index.ts';
import {
  commandSettings,
  lineOfCommand,
  openRecogniser,
  type RecogniserSettings,
  serverSettings,
  sherpaSettings,
} from '../recognition/index.ts';
import { listEpisodes, listUtterances } from '../store/index.ts';
import { compareRecognition } from '../validation/index.ts';
import { cacheFile } from './cache.ts';
import type { Project } from './project.ts';

/** Lengths of a line that tells something and is soon heard, in samples. */
const LEAST = 1.5 * SAMPLE_RATE;
const MOST = 10 * SAMPLE_RATE;

/**
 * The settings that a wish asks for; null for none.
 *
 * @throws RolecallError `usage` where it names nothing, or an address off this machine that was not allowed
 */
export function settingsOfWish(wish: RecogniserWish): RecogniserSettings | null {
  switch (wish.kind) {
    case 'none':
      return null;
    case 'command':
      return commandSettings(wish.line);
    case 'server':
      return serverSettings(wish.address, wish.model, { allowRemote: wish.allowRemote });
    case 'sherpa':
      return sherpaSettings(wish.folder);
  }
}

/** Settings as a person would write them. */
export function wishOfSettings(settings: RecogniserSettings | null): RecogniserWish {
  if (settings === null) return { kind: 'none' };
  return settings.kind === 'command' ? { kind: 'command', line: lineOfCommand(settings.command) } : settings;
}

/**
 * Has a recogniser hear one utterance, from the listening copy, and compares that with its text. Nothing is kept.
 *
 * @param turn which utterance, from the one whose text is surest on
 * @throws RolecallError where the recogniser does not work, or where no utterance can be heard yet
 */
export async function tryRecogniser(
  project: Project,
  { wish, turn }: { readonly wish: RecogniserWish; readonly turn: number },
  signal: AbortSignal,
): Promise<RecogniserTrial> {
  const settings = settingsOfWish(wish);
  if (settings === null) {
    throw new RolecallError({
      kind: 'usage',
      message: 'There is no recogniser to try.',
      remedy: 'Choose one first.',
    });
  }
  const { title, utterance } = chosen(project, turn);
  const { start, end, text } = utterance;
  const file = cacheFile(project.path, utterance.episode, 'audio');
  const samples = await decodeSpan(file, { start, end }, { tools: await findTools(), signal });
  const began = performance.now();
  const recogniser = await openRecogniser(settings);
  try {
    const [heard = ''] = await recogniser.recognise([{ samples }], signal);
    return {
      recogniser: recogniser.name,
      episode: title,
      start,
      text,
      heard,
      wordErrorRate: compareRecognition(recogniser.name, text, heard)?.wordErrorRate ?? null,
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    await recogniser.close();
  }
}

function chosen(project: Project, turn: number): { title: string; utterance: Utterance } {
  for (const { id, title, status } of listEpisodes(project.database)) {
    if (status !== 'done') continue;
    const fit = listUtterances(project.database, id)
      .filter(({ start, end, text }) => end - start >= LEAST && end - start <= MOST && text.trim() !== '')
      .sort((a, b) => b.confidence - a.confidence || a.start - b.start);
    const utterance = fit[turn % Math.max(1, fit.length)];
    if (utterance !== undefined) return { title, utterance };
  }
  throw new RolecallError({
    kind: 'usage',
    message: 'No episode has run yet, so there is no line to try it on.',
    remedy: 'Run an episode first; the recogniser can be chosen all the same.',
  });
}
