import {
  answerProposal,
  castDecisions,
  giveCharacterKey,
  giveUtterances,
  redoCastEdit,
  refuseVoice,
  renameCharacter,
  setGuest,
  undoCastEdit,
} from '../cast.ts';
import { characterSummaries } from '../characters.ts';
import { exemplarsOf } from '../exemplars.ts';
import { openVoices } from '../unnamed-voices.ts';
import { mapVoices } from '../voice-map.ts';
import type { EngineContext, HandlersOf } from './context.ts';
import { WHO } from './who.ts';

export const charactersHandlers = (engine: EngineContext): HandlersOf<'characters'> => ({
  'characters.list': ({ series }) => characterSummaries(engine.open(), series ?? null),
  'characters.exemplars': (wanted) => exemplarsOf(engine.open(), wanted),
  'characters.decisions': ({ series }) => castDecisions(engine.open(), series),
  'characters.rename': ({ series, from, to }) => {
    renameCharacter(engine.open(), series, from, to, WHO);
    return engine.changedEverything();
  },
  'characters.answer': ({ series, label, name, same }) => {
    answerProposal(engine.open(), series, label, name, same, WHO);
    return engine.changedEverything();
  },
  'characters.undo': ({ series }) => {
    const sentence = undoCastEdit(engine.open(), series, WHO);
    engine.changedEverything();
    return { sentence };
  },
  'characters.redo': ({ series }) => {
    const sentence = redoCastEdit(engine.open(), series, WHO);
    engine.changedEverything();
    return { sentence };
  },
  'characters.giveKey': ({ series, name, key }) => {
    giveCharacterKey(engine.open(), series, name, key, WHO);
    return engine.changedEverything();
  },
  'characters.setGuest': ({ series, name, isGuest }) => {
    setGuest(engine.open(), series, name, isGuest, WHO);
    return engine.changedEverything();
  },
  'characters.unnamed': ({ series }) => openVoices(engine.open(), series),
  'characters.refuse': ({ series, utterances, name }) => {
    refuseVoice(engine.open(), series, utterances, name, WHO);
    return engine.changedEverything();
  },
  'characters.give': ({ series, utterances, to }) => {
    giveUtterances(engine.open(), series, utterances, to, WHO);
    return engine.changedEverything();
  },
  'characters.map': ({ series }) => mapVoices(engine.open(), series),
});
