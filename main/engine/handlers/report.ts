import { join } from 'node:path';
import { readStoredReport, type StoredReport } from '../../batch/stored-report.ts';
import type { Morning } from '../../contract/index.ts';
import { answerAudit, auditState, finishAudit, startAudit } from '../audits.ts';
import { addMeasures, measuresOf } from '../measures.ts';
import type { EngineContext, HandlersOf } from './context.ts';

export const reportHandlers = (engine: EngineContext): HandlersOf<'audit' | 'measures' | 'report'> => ({
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
  'report.morning': async () => {
    const { path } = engine.open();
    const report = await readStoredReport(path);
    return report === null ? null : shown(report, path);
  },
  'measures.add': (added) => {
    addMeasures(engine.open(), added);
    return {};
  },
  'measures.report': () => measuresOf(engine.open()),
});

/** More of each than a person reads on a screen stands in the page only. */
const MOST = { failures: 100, outliers: 25, doubtful: 25, characters: 60 };

function shown(report: StoredReport, project: string): Morning {
  const titleOf = new Map(report.episodes.map(({ id, title }) => [id, title]));
  const done = report.episodes.filter(({ status }) => status === 'done');
  return {
    file: join(project, 'report.html'),
    madeAt: report.madeAt,
    run: report.run,
    episodes: { all: report.episodes.length, done: done.length, failed: report.failures.length },
    audioSeconds: done.reduce((sum, { audioSeconds }) => sum + (audioSeconds ?? 0), 0),
    failures: report.failures.slice(0, MOST.failures),
    outliers: report.outliers
      .slice(0, MOST.outliers)
      .map((each) => ({ ...each, title: titleOf.get(each.episode) ?? each.episode })),
    doubtful: report.doubtful.slice(0, MOST.doubtful).map(({ id, ...each }) => ({ utterance: id, ...each })),
    states: report.states,
    characters: report.characters.toSorted((a, b) => b.utterances - a.utterances).slice(0, MOST.characters),
    characterCount: report.characters.length,
    stageSeconds: report.stageSeconds,
    disk: report.disk,
  };
}
