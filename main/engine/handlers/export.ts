import { z } from 'zod';
import { estimateExport, FORMATS, PLAIN_CLIPS } from '../../export/index.ts';
import { PACK_FORMATS, PACKS } from '../../export/packs/index.ts';
import { exportProject } from '../export-project.ts';
import { exportSettingsOf, optionsOf, rememberExport, selectionOf } from '../export-wish.ts';
import { gateTableOf } from '../gate-table.ts';
import { packCharacter } from '../pack.ts';
import { TimeLeft } from '../time-left.ts';
import { verifyExport } from '../verify-export.ts';
import type { EngineContext, HandlersOf } from './context.ts';

/** So many findings are told to the window. */
const MOST_FINDINGS = 100;
/** What `rolecall pack` does where nothing else is said: the same episodes are held out. */
const PACK_DEFAULTS = { tests: null, seed: 'rolecall', contextTurns: 10 } as const;
const packFormat = z.enum(PACK_FORMATS);

export const exportHandlers = (engine: EngineContext): HandlersOf<'export'> => {
  const teller = (): ((fraction: number, message: string) => void) => {
    const left = new TimeLeft();
    return (fraction, message) =>
      engine.emit('export.progress', { fraction, message, secondsLeft: left.at(fraction) });
  };
  return {
    'export.offers': () => ({
      formats: Object.values(FORMATS).map(({ name, description, clips }) => ({ name, description, clips })),
      packs: Object.values(PACKS).map(({ name, description }) => ({ name, description })),
    }),
    'export.settings': () => exportSettingsOf(engine.open()),
    'export.remember': (settings) => {
      rememberExport(engine.open(), settings);
      return {};
    },
    'export.preview': async (wish) => {
      const report = await gateTableOf(engine.open()).count(selectionOf(wish));
      const { formats, clips } = optionsOf({
        ...wish,
        formats: wish.formats.length > 0 ? wish.formats : ['csv'],
      });
      const nothing = wish.formats.length === 0 || report.included.utterances === 0;
      return {
        report,
        estimate: nothing ? null : estimateExport(report.included, formats, clips ?? PLAIN_CLIPS),
      };
    },
    'export.sample': async ({ reason, size, seed, ...chosen }) =>
      (await gateTableOf(engine.open()).sample(selectionOf(chosen), { reason, size, seed })).map(
        ({ id, episode, start, end, text, speaker, state, review, reasons }) => ({
          id,
          episode,
          start,
          end,
          text,
          speaker,
          state,
          review,
          reasons: reasons.map((each) => ({
            sentence: each.sentence,
            gate: each.gate,
            value: each.gate === null ? null : each.value,
          })),
        }),
      ),
    'export.run': ({ directory, wish }) =>
      engine.tasks.run('export', (signal) =>
        exportProject(engine.open(), { ...optionsOf(wish), directory, signal, onProgress: teller() }),
      ),
    'export.cancel': async () => {
      await engine.tasks.cancel('export');
      return {};
    },
    'export.verify': ({ directory }) =>
      engine.tasks.run('export', async (signal) => {
        const tell = teller();
        const result = await verifyExport(directory, {
          signal,
          onProgress: (fraction) => tell(fraction, 'reading again'),
        });
        const { ok, files, findings } = result;
        return {
          ok,
          files,
          findings: findings.slice(0, MOST_FINDINGS),
          more: Math.max(0, findings.length - MOST_FINDINGS),
        };
      }),
    'export.pack': ({ directory, series, character, format, acceptedOnly }) =>
      engine.tasks.run('export', async (signal) => {
        const {
          directory: target,
          examples,
          clips,
        } = await packCharacter(engine.open(), {
          directory,
          series,
          character,
          format: packFormat.parse(format),
          ...PACK_DEFAULTS,
          acceptedOnly,
          signal,
          onProgress: teller(),
        });
        return { directory: target, examples, clips };
      }),
  };
};
