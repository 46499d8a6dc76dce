import { SENTENCES, sentence, type Utterance } from '../model/index.ts';
import {
  checkpointKey,
  listEpisodes,
  listUtterances,
  putCheckpoint,
  putSeriesVoices,
  removeCheckpoint,
  replaceMachineUtterances,
} from '../store/index.ts';
import {
  enrol,
  joinWitnesses,
  measureSameVoice,
  SOMEONE_NEW,
  scoreUtterances,
  type VoiceUtterance,
} from '../voice/index.ts';
import { hasCacheFiles } from './cache.ts';
import { readDrafts } from './drafts.ts';
import { isEmbeddedBy, readClips, type VoiceClip } from './embedding-stage.ts';
import type { DraftUtterance } from './episode-utterances.ts';
import { inputKey } from './keys.ts';
import { findUnnamedVoices, voicesForStore } from './unnamed-voices.ts';
import type { Workbench } from './workbench.ts';

/** Raised when the voice stage gives other results for the same inputs. */
const VOICE_VERSION = 3;
/** Voices of a witness that are kept with an utterance. */
const VOICES_KEPT = 5;

interface EpisodeVoices {
  readonly episode: string;
  readonly drafts: readonly DraftUtterance[];
  readonly clips: readonly VoiceClip[];
  readonly reviewed: ReadonlyMap<string, Utterance>;
}

/**
 * Enrols the characters of a series from all its finished episodes, scores every utterance against them and
 * joins the witnesses. What a person decided enrols too, and is never changed.
 *
 * @returns the episodes whose utterances were written; none where nothing changed since the last time
 */
export async function compareVoices(workbench: Workbench, series: string): Promise<string[]> {
  const { database } = workbench.project;
  const started = performance.now();
  const loaded: EpisodeVoices[] = [];
  for (const id of await comparable(workbench, series)) loaded.push(await load(workbench, id));
  const key = seriesKey(workbench, loaded);
  if (loaded.every(({ episode }) => checkpointKey(database, episode, 'voice') === key)) return [];

  const utterances = loaded.flatMap(voiceUtterances);
  const bank = enrol(utterances);
  const joined = new Map(
    joinWitnesses(utterances, scoreUtterances(utterances, bank), bank).map((each) => [each.id, each]),
  );
  const scale = measureSameVoice(utterances, bank);
  const unnamed = findUnnamedVoices(utterances, joined, bank, scale);
  const seconds = (performance.now() - started) / 1000 / Math.max(1, loaded.length);
  database.transaction(() => {
    putSeriesVoices(
      database,
      series,
      voicesForStore({ bank, encoder: workbench.encoder.id, unnamed, scale }),
    );
    for (const { episode, drafts: ofEpisode } of loaded) {
      const rows = ofEpisode.map(({ utterance: row }) => withVoice(row, joined.get(row.id)));
      replaceMachineUtterances(database, episode, rows);
      putCheckpoint(database, { episode, stage: 'voice', key, seconds });
      // The rows are new: nothing is known of their words.
      removeCheckpoint(database, episode, 'words');
    }
  })();
  return loaded.map(({ episode }) => episode);
}

/** Whether the voices of a series need no comparing: nothing that they depend on changed since the last time. */
export async function voicesAreCompared(workbench: Workbench, series: string): Promise<boolean> {
  const { database } = workbench.project;
  const episodes = (await comparable(workbench, series)).map((episode) => ({
    episode,
    reviewed: reviewedOf(workbench, episode),
  }));
  const key = seriesKey(workbench, episodes);
  return episodes.every(({ episode }) => checkpointKey(database, episode, 'voice') === key);
}

/** The episodes of a series whose voices can be compared. */
async function comparable({ project, modelKeys, signal }: Workbench, series: string): Promise<string[]> {
  const { database, path } = project;
  const finished = listEpisodes(database).filter(
    (each) =>
      each.series === series &&
      checkpointKey(database, each.id, 'embedding') !== null &&
      hasCacheFiles(path, each.id, ['utterances', 'embeddings']),
  );
  const found: string[] = [];
  for (const { id } of finished) {
    signal.throwIfAborted();
    // Vectors of another encoder say nothing beside these: such an episode waits for its own run.
    if (await isEmbeddedBy(modelKeys.encoder, path, id)) found.push(id);
  }
  return found;
}

const reviewedOf = ({ project }: Workbench, episode: string): ReadonlyMap<string, Utterance> =>
  new Map(
    listUtterances(project.database, episode)
      .filter((row) => row.review !== 'unreviewed')
      .map((row) => [row.id, row]),
  );

async function load(workbench: Workbench, episode: string): Promise<EpisodeVoices> {
  const { project, encoder } = workbench;
  const found = await readDrafts(project.path, episode);
  return {
    episode,
    drafts: found,
    clips: await readClips(project.path, episode, found.length, encoder.dimension),
    reviewed: reviewedOf(workbench, episode),
  };
}

function seriesKey(
  { project }: Workbench,
  loaded: readonly Pick<EpisodeVoices, 'episode' | 'reviewed'>[],
): string {
  return inputKey(
    VOICE_VERSION,
    loaded.map(({ episode, reviewed }) => [
      episode,
      checkpointKey(project.database, episode, 'embedding'),
      [...reviewed.values()].map((row) => [row.id, row.speaker, row.review]),
    ]),
  );
}

function voiceUtterances({ episode, drafts: found, clips, reviewed }: EpisodeVoices): VoiceUtterance[] {
  return found.flatMap(({ utterance: row, overlapped }, index) => {
    if (row.state === 'scripted-not-spoken' || row.state === 'unusable') return [];
    const decision = reviewed.get(row.id);
    return [
      {
        id: row.id,
        episode,
        embedding: clips[index]?.embedding ?? null,
        durationSamples: clips[index]?.durationSamples ?? 0,
        quality: row.quality,
        overlapped,
        script: {
          character: row.witnesses.script?.character ?? null,
          probability: row.witnesses.script?.probability ?? 0,
        },
        subtitle: row.witnesses.subtitle?.character ?? null,
        review: decision === undefined ? null : { character: decision.speaker, state: decision.review },
      },
    ];
  });
}

function withVoice(row: Utterance, joined: ReturnType<typeof joinWitnesses>[number] | undefined): Utterance {
  if (joined === undefined) return row;
  const voice = joined.voice.slice(0, VOICES_KEPT).map(({ character, probability }) => ({
    character,
    probability: Math.round(probability * 10_000) / 10_000,
  }));
  return {
    ...row,
    speaker: joined.speaker,
    // Who is deduced from the turns around is named all the same; the words stay unscripted.
    state:
      joined.state === 'matched' && (row.witnesses.script?.lines.length ?? 0) === 0
        ? 'spoken-not-scripted'
        : joined.state,
    confidence: joined.confidence,
    mislabelProbability: joined.mislabelProbability,
    witnesses: { ...row.witnesses, voice },
    reason: reasonOf(row, joined),
  };
}

function reasonOf(row: Utterance, joined: ReturnType<typeof joinWitnesses>[number]): string | null {
  const heard = joined.proposal === SOMEONE_NEW ? SENTENCES['somebody-new'] : joined.proposal;
  if (joined.state === 'conflict') {
    const named =
      row.witnesses.script?.character ?? row.witnesses.subtitle?.character ?? SENTENCES['somebody-else'];
    return heard === null
      ? sentence('voice-fits-not', { named })
      : sentence('voice-is-like', { named, heard });
  }
  if (joined.speaker === null && heard !== null && row.reason !== null)
    return sentence('and-voice-is-like', { reason: row.reason, heard });
  return row.reason;
}
