import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  areaUnderCurve,
  bootstrapMean,
  type CharacterLine,
  type Estimate,
  learnAuthorship,
} from '../../../main/evaluation/index.ts';
import { readScript } from '../../../main/text/index.ts';

export interface TranscriptEpisode {
  readonly episode: string;
  readonly lines: readonly CharacterLine[];
}

export const LEADS = ['chandler', 'joey', 'monica', 'phoebe', 'rachel', 'ross'];
const NAMES =
  /\b(rach(el)?|ross|mon(ica)?|pheebs|phoebe|joe?y?|chandler|chan|geller|green|bing|tribbiani|buffay|gunther)\b/gi;

/** Lines of the six leads in the transcripts under FOLDER; none where it is absent. */
export function readTranscripts(folder: string): TranscriptEpisode[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((episode) => {
      const file = join(folder, episode, 'script.html');
      const lines = readScript(readFileSync(file), file).lines.map(({ speakerLabel, text }) => ({
        character: speakerLabel.toLowerCase().split(/[ (]/)[0] ?? '',
        text,
      }));
      return { episode, lines: lines.filter(({ character }) => LEADS.includes(character)) };
    });
}

/** The same with every name of the leads replaced by one word. */
export const withoutNames = (episodes: readonly TranscriptEpisode[]): TranscriptEpisode[] =>
  episodes.map(({ episode, lines }) => ({
    episode,
    lines: lines.map((line) => ({ ...line, text: line.text.replace(NAMES, 'Somebody') })),
  }));

export interface WordsFigure {
  /** Mean of the areas under the ROC curve, one a lead and fold, with its interval over them. */
  readonly area: Estimate;
  readonly byLead: ReadonlyMap<string, number>;
  /** Share of the answers that score highest under their own character. Chance: 1 in 6. */
  readonly identified: number;
  readonly answers: number;
}

/**
 * Learns from four fifths of the episodes, scores answers of `size` lines of the others: every answer under every
 * lead, own against other.
 *
 * @param dealt lines of an answer come from all held-out episodes in turn (as answers to prompts do); else they
 *   follow one another
 */
export function measureWords(
  episodes: readonly TranscriptEpisode[],
  { size = 20, folds = 5, dealt = true } = {},
): WordsFigure {
  const areas: number[] = [];
  const own = new Map<string, number[]>(LEADS.map((lead) => [lead, []]));
  const other = new Map<string, number[]>(LEADS.map((lead) => [lead, []]));
  let identified = 0;
  let count = 0;
  for (let fold = 0; fold < folds; fold += 1) {
    const learnt = episodes.filter((_, at) => at % folds !== fold).flatMap(({ lines }) => lines);
    const held = episodes.filter((_, at) => at % folds === fold).flatMap(({ lines }) => lines);
    const model = learnAuthorship(learnt);
    if (model === null) throw new Error('Too few lines to learn from');
    const answers = LEADS.flatMap((lead) => {
      const said = held.filter(({ character }) => character === lead).map(({ text }) => text);
      const groups = Math.floor(said.length / size);
      return Array.from({ length: groups }, (_, group) => ({
        lead,
        lines: dealt
          ? said.filter((_line, at) => at % groups === group).slice(0, size)
          : said.slice(group * size, (group + 1) * size),
      }));
    }).map(({ lead, lines }) => ({ lead, scores: LEADS.map((each) => model.score(each, lines)) }));
    LEADS.forEach((lead, place) => {
      const mine = answers.filter((each) => each.lead === lead).map(({ scores }) => scores[place] as number);
      const theirs = answers
        .filter((each) => each.lead !== lead)
        .map(({ scores }) => scores[place] as number);
      own.get(lead)?.push(...mine);
      other.get(lead)?.push(...theirs);
      if (mine.length > 0) areas.push(areaUnderCurve(mine, theirs));
    });
    count += answers.length;
    identified += answers.filter(
      ({ lead, scores }) => scores.indexOf(Math.max(...scores)) === LEADS.indexOf(lead),
    ).length;
  }
  return {
    area: bootstrapMean(areas) as Estimate,
    byLead: new Map(
      LEADS.map((lead) => [lead, areaUnderCurve(own.get(lead) as number[], other.get(lead) as number[])]),
    ),
    identified: identified / count,
    answers: count,
  };
}
