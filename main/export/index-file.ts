import { samplesToSeconds } from '../model/index.ts';
import type { Clip, Dataset } from './dataset.ts';
import type { ExcludedRow, IndexRow } from './manifest.ts';
import { oneLine } from './names.ts';

/** The rows of `index.jsonl`: what every format must agree with. */
export function* indexRows(dataset: Dataset): Generator<IndexRow> {
  for (const row of dataset.rows()) {
    yield {
      id: row.id,
      episode: row.episode,
      name: `${row.episodeName}/${row.name}`,
      character: row.character,
      text: row.text,
      start: samplesToSeconds(row.start),
      end: samplesToSeconds(row.end),
      split: row.split,
      group: row.group,
      clip: row.clip === null ? null : clipOf(row.clip),
    };
  }
}

/** The rows of `excluded.jsonl`: what stays out, with every reason. */
export function* excludedRows(dataset: Dataset): Generator<ExcludedRow> {
  for (const { utterance, reasons } of dataset.leftOut()) {
    const { id, episode, speaker, start, end } = utterance;
    yield {
      id,
      episode,
      character: speaker === null ? null : oneLine(speaker),
      start: samplesToSeconds(start),
      end: samplesToSeconds(end),
      reasons: reasons.map((each) => ({
        reason: each.sentence,
        gate: each.gate,
        value: each.gate === null ? null : each.value,
        limit: each.gate === null ? null : each.limit,
      })),
    };
  }
}

function clipOf({ path, rate, samples, enhancement }: Clip): IndexRow['clip'] {
  return { path, rate, samples, ...(enhancement === null ? {} : { enhancement }) };
}

/** Who decided what about the rows of the dataset, oldest first in each episode. */
export function* ledgerRows(dataset: Dataset): Generator<unknown> {
  for (const { episode, decisions, rows } of dataset.episodes()) {
    const exported = new Set(rows.map((row) => row.id));
    for (const { at, who, sentence, utterances } of decisions) {
      const ids = utterances.filter((id) => exported.has(id));
      if (ids.length > 0) yield { episode: episode.id, at, who, sentence, utterances: ids };
    }
  }
}
