import type { GateContext } from '../model/index.ts';
import { countLanguages, listEpisodes, type ReadableDatabase } from '../store/index.ts';

/** What the gates must know of a project: a series is expected to be in the language of most of its lines. */
export function gateContext(database: ReadableDatabase): GateContext {
  const expected = new Map<string, readonly string[]>();
  // Most frequent first: what comes later is not the language of most.
  for (const { series, code } of countLanguages(database)) {
    if (!expected.has(series)) expected.set(series, [code]);
  }
  return {
    languages: new Map(
      listEpisodes(database).flatMap(({ id, series }) => {
        const codes = expected.get(series);
        return codes === undefined ? [] : [[id, codes] as const];
      }),
    ),
  };
}
