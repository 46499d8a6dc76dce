import { answerAudit, auditState, finishAudit, startAudit } from '../audits.ts';
import { addMeasures, measuresOf } from '../measures.ts';
import type { EngineContext, HandlersOf } from './context.ts';

export const reportHandlers = (engine: EngineContext): HandlersOf<'audit' | 'measures'> => ({
  'audit.state': () => auditState(engine.open()),
  'audit.start': (wanted) => {
    startAudit(engine.open(), wanted);
    return auditState(engine.open());
  },
  'audit.answer': ({ utterance, ...answer }) => {
    answerAudit(engine.open(), utterance, answer);
    return auditState(engine.open());
  },
  'audit.finish': () => {
    finishAudit(engine.open());
    return auditState(engine.open());
  },
  'measures.add': (added) => {
    addMeasures(engine.open(), added);
    return {};
  },
  'measures.report': () => measuresOf(engine.open()),
});
