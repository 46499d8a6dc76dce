import type { GateContext } from '../model/index.ts';
import { listEpisodes, type ReadableDatabase } from '../store/index.ts';
import { seriesLanguages } from './languages.ts';

/** What the gates must know of a project: the languages of each episode's series, where they are known. */
export function gateContext(database: ReadableDatabase): GateContext {
  const bySeries = Map.groupBy(listEpisodes(database), ({ series }) => series);
  return {
    languages: new Map(
      [...bySeries].flatMap(([series, episodes]) => {
        const codes = seriesLanguages(database, series);
        return codes === null ? [] : episodes.map(({ id }) => [id, codes] as const);
      }),
    ),
  };
}
