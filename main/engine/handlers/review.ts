import { applyEdit, redo, undo } from '../../review/index.ts';
import {
  canRedo,
  canUndo,
  doubtfulUtterances,
  listHistory,
  listUtterances,
  listUtterancesFrom,
} from '../../store/index.ts';
import { gateTableOf } from '../gate-table.ts';
import { listenEnhanced } from '../listen-enhanced.ts';
import { scriptContextOf } from '../script-context.ts';
import { SpectrogramMaker } from '../spectrogram.ts';
import { textLanesOf } from '../text-lanes.ts';
import type { EngineContext, HandlersOf } from './context.ts';
import { WHO } from './who.ts';

/** What the gates know of an episode is not true any more. */
function forgetting<T>(engine: EngineContext, episode: string, outcome: T): T {
  gateTableOf(engine.open()).forget(episode);
  return outcome;
}

const ENHANCED = 'enhanced-clip';

const pictures = new SpectrogramMaker();

export const reviewHandlers = (engine: EngineContext): HandlersOf<'utterances' | 'review'> => ({
  'utterances.list': ({ episode }) => listUtterances(engine.open().database, engine.episode(episode).id),
  'utterances.page': ({ episode, ...part }) =>
    listUtterancesFrom(engine.open().database, engine.episode(episode).id, part),
  'utterances.script': ({ utterance }) => scriptContextOf(engine.open(), utterance),
  'utterances.worst': ({ series, limit }) => doubtfulUtterances(engine.open().database, series, limit),
  'utterances.lanes': ({ episode }) =>
    textLanesOf(engine.open(), engine.episode(episode), new AbortController().signal),
  'utterances.spectrogram': ({ episode, ...wanted }) =>
    pictures.draw(engine.open(), engine.episode(episode).id, wanted),
  'utterances.enhanced': ({ episode, start, end }) =>
    engine.tasks.replace(ENHANCED, (signal) =>
      listenEnhanced(engine.open(), engine.episode(episode), { start, end }, signal),
    ),
  'utterances.cancelEnhanced': async () => {
    await engine.tasks.cancel(ENHANCED);
    return {};
  },
  'review.apply': ({ episode, edit }) =>
    forgetting(engine, episode, applyEdit(engine.open().database, episode, edit, WHO)),
  'review.undo': ({ episode }) => forgetting(engine, episode, undo(engine.open().database, episode)),
  'review.redo': ({ episode }) => forgetting(engine, episode, redo(engine.open().database, episode)),
  'review.history': ({ episode }) => {
    const { database } = engine.open();
    return {
      entries: listHistory(database, episode),
      canUndo: canUndo(database, episode),
      canRedo: canRedo(database, episode),
    };
  },
});
