import { sentenceInWords } from '../../../main/model/index.ts';
import { type CastDecisions, call } from '../../engine-client/index.ts';
import { noticeGood, strings, useCommands } from '../../ui/index.ts';

const words = strings.characters;
type Direction = 'undo' | 'redo';

/**
 * Offers undo and redo of what was decided about the cast of a series, by the keys that the review has for them; each
 * says in a sentence what it did.
 *
 * @param decisions what can be undone; undefined where that is about to change: a key that comes then is not lost
 * @param change does something to the cast, reads everything anew and tells what went wrong
 */
export function useCastHistory(
  series: string,
  decisions: CastDecisions | undefined,
  change: (work: () => Promise<unknown>) => Promise<void>,
): void {
  const travel = async (direction: Direction): Promise<void> => {
    const { sentence } = await call(direction === 'undo' ? 'characters.undo' : 'characters.redo', { series });
    const nothing = direction === 'undo' ? words.noUndo : words.noRedo;
    const said = direction === 'undo' ? words.undone : words.redone;
    noticeGood(sentence === null ? nothing : said(sentenceInWords(strings.sentences, sentence)));
  };
  useCommands('characters', {
    undo: {
      off: decisions?.canUndo === false ? strings.cannot.nothingToUndo : null,
      run: () => void change(() => travel('undo')),
    },
    redo: {
      off: decisions?.canRedo === false ? strings.cannot.nothingToRedo : null,
      run: () => void change(() => travel('redo')),
    },
  });
}
