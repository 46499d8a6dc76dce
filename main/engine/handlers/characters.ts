import { answerProposal, castDecisions, renameCharacter, undoCastEdit } from '../cast.ts';
import { giveKey } from '../character-keys.ts';
import { characterSummaries } from '../characters.ts';
import { exemplarsOf } from '../exemplars.ts';
import { mapVoices } from '../voice-map.ts';
import type { EngineContext, HandlersOf } from './context.ts';

export const charactersHandlers = (engine: EngineContext): HandlersOf<'characters'> => ({
  'characters.list': ({ series }) => characterSummaries(engine.open(), series ?? null),
  'characters.exemplars': (wanted) => exemplarsOf(engine.open(), wanted),
  'characters.decisions': ({ series }) => castDecisions(engine.open(), series),
  'characters.rename': ({ series, from, to }) => {
    renameCharacter(engine.open(), series, from, to);
    return engine.changedEverything();
  },
  'characters.answer': ({ series, label, name, same }) => {
    answerProposal(engine.open(), series, label, name, same);
    return engine.changedEverything();
  },
  'characters.undo': ({ series }) => {
    const sentence = undoCastEdit(engine.open(), series);
    engine.changedEverything();
    return { sentence };
  },
  'characters.giveKey': ({ series, name, key }) => {
    giveKey(engine.open(), series, name, key);
    return engine.changedEverything();
  },
  'characters.map': ({ series }) => mapVoices(engine.open(), series),
});
