import { type CharacterTable, type Episode, STAGES, type Sync, type Utterance } from '../model/index.ts';
import {
  checkpointKey,
  getEpisodeSync,
  listEpisodes,
  listScriptLines,
  listUtterances,
  reviewedByLiveEdits,
} from '../store/index.ts';
import { speakerFinder, speakerName, wordsOf } from '../text/index.ts';
import type { Project } from './project.ts';
import { seriesCharacters } from './series-characters.ts';

/** What the store holds of one episode, as far as its parts must agree with one another. */
export interface EpisodeFacts {
  readonly episode: Episode;
  readonly utterances: readonly Utterance[];
  /** Ordinals of the lines of its script. */
  readonly scriptLines: ReadonlySet<number>;
  /** Those of them that have words of somebody. */
  readonly spokenLines: ReadonlySet<number>;
  readonly sync: Sync | null;
  /** Stages that have a checkpoint. */
  readonly stages: ReadonlySet<string>;
  /** Utterances that a person's edits, those undone left out, made what they are. */
  readonly edited: ReadonlySet<string>;
}

/** A broken promise of the domain: about what, and what is wrong, as words after the subject. */
export interface Fault {
  readonly subject: string;
  readonly message: string;
}

/** Whether all that a project holds keeps the domain's promises; the faults, none where all is well. */
export const checkProject = (project: Project): Fault[] =>
  checkFacts(listEpisodes(project.database).map((episode) => factsOf(project, episode)));

function factsOf(project: Project, episode: Episode): EpisodeFacts {
  const { database } = project;
  const { id } = episode;
  const find = speakerFinder(seriesCharacters(project, episode.series) ?? NOBODY_KNOWN);
  const lines = listScriptLines(database, id, 0, Number.MAX_SAFE_INTEGER);
  const spoken = lines.filter(
    ({ speakerLabel, text }) => speakerName(find(speakerLabel)) !== null && wordsOf(text).length > 0,
  );
  return {
    episode,
    utterances: listUtterances(database, id),
    scriptLines: new Set(lines.map(({ ordinal }) => ordinal)),
    spokenLines: new Set(spoken.map(({ ordinal }) => ordinal)),
    sync: getEpisodeSync(database, id),
    stages: new Set(STAGES.filter((stage) => checkpointKey(database, id, stage) !== null)),
    edited: reviewedByLiveEdits(database, id),
  };
}

const NOBODY_KNOWN: CharacterTable = { version: 1, characters: [], decisions: [], proposals: [] };

/** The same for facts in hand. Pure. */
export function checkFacts(all: readonly EpisodeFacts[]): Fault[] {
  return [
    ...repeated(all.map(({ episode }) => episode.id)),
    ...repeated(all.flatMap(({ utterances }) => utterances.map(({ id }) => id))),
    ...all.flatMap((facts) => [
      ...checkEpisode(facts),
      ...repeatedParts(facts.utterances),
      ...facts.utterances.flatMap((row) =>
        checkUtterance(row, facts).map((message) => ({ subject: row.id, message })),
      ),
    ]),
  ];
}

const repeated = (ids: readonly string[]): Fault[] =>
  ids
    .filter((id, index) => ids.indexOf(id, index + 1) >= 0)
    .map((subject) => ({ subject, message: REPEATED }));

const REPEATED = 'is there more than once';

/** One utterance for each part of a cue, but for what a person split. */
const repeatedParts = (rows: readonly Utterance[]): Fault[] =>
  repeated(
    rows
      .filter((row) => row.cue !== null && row.review === 'unreviewed')
      .map((row) => `${row.episode}, cue ${row.cue}, part ${row.part}`),
  );

function checkEpisode({ episode, sync, stages, utterances, spokenLines, edited }: EpisodeFacts): Fault[] {
  const said: (string | false)[] = [
    episode.status === 'failed' && episode.failure === null && 'failed without a reason',
    episode.status === 'done' && episode.failure !== null && 'is done and has a failure',
    episode.utterances !== utterances.length && 'counts other utterances than it has',
  ];
  if (episode.status === 'done') {
    const missing = ['audio', 'alignment', 'embedding'].filter((stage) => !stages.has(stage));
    // What a person merged or deleted keeps its lines in the history, not in the rows.
    const lost = edited.size > 0 ? [] : linesWithoutUtterance(spokenLines, utterances);
    said.push(
      episode.samples === null && 'is done and has no length',
      sync === null && 'is done and has no sync',
      sync?.pieces.some(({ offset, rate }) => !Number.isFinite(offset) || !(rate > 0)) === true &&
        'has a sync that maps no time',
      missing.length > 0 && `is done without the stages ${missing.join(', ')}`,
      lost.length > 0 && `has lost the script lines ${lost.slice(0, 5).join(', ')}`,
    );
  }
  return said.flatMap((message) => (message === false ? [] : [{ subject: episode.id, message }]));
}

/** Every line of the script is some utterance's: spoken, or scripted and not spoken. */
function linesWithoutUtterance(lines: ReadonlySet<number>, utterances: readonly Utterance[]): number[] {
  const kept = new Set(utterances.flatMap((row) => row.witnesses.script?.lines ?? []));
  return [...lines].filter((line) => !kept.has(line));
}

function checkUtterance(row: Utterance, facts: EpisodeFacts): string[] {
  const said = [
    ...checkSpan(row, facts.episode.samples),
    ...checkScriptWitness(row, facts),
    ...checkVoice(row),
    ...(row.review === 'unreviewed' ? checkState(row) : checkReview(row, facts.edited)),
    row.episode !== facts.episode.id && `is of the episode ${row.episode}`,
    (row.cue === null) !== (row.part === null) && 'has a cue without a part, or a part without a cue',
    row.cue !== null && row.text.trim() === '' && 'is of a cue and has no text',
  ];
  return said.filter((message) => message !== false);
}

function checkSpan({ start, end, state, quality }: Utterance, length: number | null): (string | false)[] {
  const isSilent = state === 'scripted-not-spoken';
  return [
    start > end && 'ends before it starts',
    length !== null && end > length && 'lies outside the media',
    isSilent && start !== end && 'is not spoken and has a span',
    !isSilent && state !== 'unusable' && start === end && 'is spoken and has no span',
    isSilent && quality !== null && 'is not spoken and has a sound',
  ];
}

function checkScriptWitness(row: Utterance, { scriptLines }: EpisodeFacts): (string | false)[] {
  const lines = row.witnesses.script?.lines ?? [];
  const unknown = lines.filter((line) => !scriptLines.has(line));
  return [
    unknown.length > 0 && `names script lines that are not there: ${unknown.slice(0, 5).join(', ')}`,
    lines.some((line, index) => index > 0 && line <= (lines[index - 1] ?? 0)) && 'names lines out of order',
  ];
}

function checkVoice({ witnesses: { voice } }: Utterance): (string | false)[] {
  const sum = voice.reduce((total, { probability }) => total + probability, 0);
  return [
    sum > 1.01 && 'has voices that are more than certain together',
    new Set(voice.map(({ character }) => character)).size < voice.length && 'has one voice twice',
    voice.some(({ probability }, index) => probability > (voice[index - 1]?.probability ?? 1)) &&
      'has voices out of order',
  ];
}

/** A state stands for evidence, and the evidence must be there. */
function checkState(row: Utterance): (string | false)[] {
  const { state, speaker, cue, reason, mislabelProbability } = row;
  const { script, subtitle } = row.witnesses;
  const lines = script?.lines.length ?? 0;
  switch (state) {
    case 'matched':
      return [
        speaker === null && 'is matched and has no speaker',
        lines === 0 && 'is matched with no line of the script',
        script?.character !== speaker && 'is matched and has another speaker than its line',
      ];
    case 'scripted-not-spoken':
      return [
        lines === 0 && 'is scripted with no line of the script',
        cue !== null && 'is not spoken and has a cue',
      ];
    case 'spoken-not-scripted':
      return [
        speaker !== null &&
          subtitle === null &&
          (script?.character ?? null) === null &&
          'has a speaker whom neither script nor subtitle names',
        // Without lines of its own, its speaker may follow from the turns around it.
        lines > 0 &&
          (script?.character ?? null) !== null &&
          'is not scripted and the script names its speaker',
      ];
    case 'conflict':
      return [
        reason === null && 'is in conflict without a reason',
        // A voice like nobody's that is known is heard too, though it names nobody.
        mislabelProbability === null && subtitle === null && 'is in conflict with a single witness',
      ];
    case 'overlap':
    case 'unusable':
      return [reason === null && `is ${state} without a reason`];
  }
}

const checkReview = ({ id }: Utterance, edited: ReadonlySet<string>): (string | false)[] => [
  !edited.has(id) && 'is reviewed and no edit says by whom',
];
