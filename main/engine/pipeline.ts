import { estimateSync } from '../alignment/sync.ts';
import {
  type CharacterTable,
  type Episode,
  RolecallError,
  type Samples,
  type Script,
  type ScriptAlignment,
  type Stage,
  type Subtitles,
  type Sync,
} from '../model/index.ts';
import { segmentsFrom } from '../speech/index.ts';
import {
  putCheckpoint,
  putMadeFrom,
  putScript,
  removeCheckpoint,
  replaceMachineUtterances,
  setEpisodeAudio,
  setEpisodeStatus,
  setEpisodeSync,
} from '../store/index.ts';
import { speakerFinder, speakerName } from '../text/index.ts';
import { alignText } from './align-text.ts';
import { episodeAudio } from './audio-stage.ts';
import { writeDrafts } from './drafts.ts';
import { embedDrafts, writeClips } from './embedding-stage.ts';
import { readTexts } from './episode-texts.ts';
import { type DraftUtterance, draftUtterances } from './episode-utterances.ts';
import { forgetHeardSpans, readHeardSpans, writeHeardSpans } from './heard-spans.ts';
import { mediaSpans, spokenCues } from './media-times.ts';
import type { EpisodePlan } from './plan.ts';
import { spareMemory } from './spare-memory.ts';
import { statedLanguages } from './stated-languages.ts';
import type { Workbench } from './workbench.ts';

export type StageProgress = (stage: Stage, fraction: number) => void;

/**
 * The product's sentence for one episode: media -> audio -> speech -> text -> alignment -> boundaries ->
 * embeddings -> store. The voices are compared later, over the whole series.
 *
 * @throws RolecallError naming the file and the remedy; the store then holds what it held before
 */
export async function processEpisode(
  episode: Episode,
  plan: EpisodePlan,
  workbench: Workbench,
  onProgress: StageProgress,
): Promise<{ samples: Samples }> {
  const seconds = stopwatch(workbench.pausedSeconds);
  // The texts are read first: they are quick, and what is wrong with them should be known at once.
  onProgress('audio', 0);
  const { subtitles, script } = await readTexts(episode, workbench);
  const audio = await episodeAudio(episode, plan, workbench, (fraction) => onProgress('audio', fraction));
  try {
    seconds.lap('audio');
    spareMemory(audio.samples);
    onProgress('alignment', 0);
    const table = await workbench.characters(episode.series);
    const alignment = alignCues(subtitles, script, table);
    const cues = spokenCues(subtitles);
    const sync = estimateSync(cues, audio.activity);
    if (!sync.belongs) throw foreignSubtitles(episode, sync, cues.length);
    seconds.lap('alignment');
    onProgress('boundaries', 0);
    const spans = mediaSpans(alignment, sync, audio);
    const find = speakerFinder(table);
    const drafts = draftUtterances({
      episode: episode.id,
      alignment,
      script,
      spans,
      segments: segmentsFrom(audio.activity),
      isGroup: (name) => ['group', 'crowd'].includes(find(name).kind),
      subtitleCharacter: (label) => speakerName(find(label)),
      languages: statedLanguages(alignment.parts, subtitles, script),
    });
    seconds.lap('boundaries');
    const { path } = workbench.project;
    const known = await readHeardSpans(path, episode.id, plan.heardKey);
    const voiced = await embedDrafts(drafts, known, audio, workbench, (fraction) =>
      onProgress('embedding', fraction),
    );
    seconds.lap('embedding');
    await forgetHeardSpans(path, episode.id);
    await writeDrafts(path, episode.id, voiced.drafts);
    await writeClips(
      path,
      episode.id,
      voiced.clips,
      workbench.encoder.dimension,
      workbench.modelKeys.encoder,
    );
    await writeHeardSpans(path, episode.id, plan.heardKey, voiced.drafts, workbench.encoder.dimension);
    store(workbench, episode, plan, {
      drafts: voiced.drafts,
      script,
      sync,
      samples: audio.samples,
      seconds: seconds.laps,
    });
    return { samples: audio.samples };
  } finally {
    await audio.close();
  }
}

/** Without a script nobody is named: every spoken part stays with its text and no speaker. */
function alignCues(subtitles: Subtitles, script: Script | null, characters: CharacterTable): ScriptAlignment {
  return alignText(subtitles, script ?? EMPTY_SCRIPT, { characters });
}

const EMPTY_SCRIPT: Script = {
  format: 'plain',
  encoding: 'utf-8',
  title: null,
  lines: [],
  scenes: [],
  warnings: [],
};

/** Fewer cues fit some stretch of any speech by chance: measured on the beginnings of the sample library. */
const FEWEST_CUES = 15;

function foreignSubtitles(episode: Episode, sync: Sync, cues: number): RolecallError {
  const file = episode.subtitles ?? episode.media;
  if (cues < FEWEST_CUES) {
    return new RolecallError({
      kind: 'input',
      message: `The subtitles have too few lines (${cues}) to tell where they lie in this media.`,
      remedy: 'Pair the episode with the subtitles of all of it, or leave it out.',
      file,
    });
  }
  const percent = Math.round(sync.evidence.agreement * 100);
  return new RolecallError({
    kind: 'input',
    message: `The subtitles do not belong to this media: wherever they are moved, they fit its speech no better than chance would (at best ${percent}% of their time falls on speech).`,
    remedy: 'Pair the episode with the subtitles of this release.',
    file,
  });
}

interface Results {
  readonly drafts: readonly DraftUtterance[];
  readonly script: Script | null;
  readonly sync: Sync;
  readonly samples: Samples;
  readonly seconds: ReadonlyMap<Stage, number>;
}

/** One transaction: an episode is in the store whole, or as it was before. */
function store(workbench: Workbench, episode: Episode, plan: EpisodePlan, results: Results): void {
  const { database } = workbench.project;
  database.transaction(() => {
    setEpisodeAudio(database, episode.id, { samples: results.samples, ...plan.media });
    setEpisodeSync(database, episode.id, results.sync);
    putScript(database, episode.id, results.script);
    replaceMachineUtterances(
      database,
      episode.id,
      results.drafts.map(({ utterance }) => utterance),
    );
    for (const stage of ['audio', 'alignment', 'embedding'] as const) {
      const seconds = results.seconds.get(stage) ?? 0;
      putCheckpoint(database, { episode: episode.id, stage, key: plan.keys[stage], seconds });
    }
    putMadeFrom(database, episode.id, plan.inputs);
    // The new utterances know no voice yet, even where the inputs are those of the last time.
    removeCheckpoint(database, episode.id, 'voice');
    setEpisodeStatus(database, episode.id, 'done');
  })();
}

function stopwatch(pausedSeconds: () => number): {
  lap(stage: Stage): void;
  readonly laps: Map<Stage, number>;
} {
  const laps = new Map<Stage, number>();
  const now = (): number => performance.now() / 1000 - pausedSeconds();
  let last = now();
  return {
    laps,
    lap(stage) {
      const at = now();
      laps.set(stage, at - last);
      last = at;
    },
  };
}
