import type { EvaluationStep } from '../../contract/index.ts';
import { modelAddress } from '../../evaluation/index.ts';
import { RolecallError } from '../../model/index.ts';
import { collectEvaluation, prepareEvaluation } from '../evaluate.ts';
import {
  addFolder,
  answersFolder,
  keepSystem,
  keptSystems,
  listSets,
  newSetFolder,
  newSetId,
  promptOf,
  readResult,
  reportOf,
  setFolder,
  soundOf,
  testsOf,
} from '../evaluation-sets.ts';
import { scoreAnswers } from '../score-answers.ts';
import type { EngineContext, HandlersOf } from './context.ts';

/** One name for all three: the screen shows one progress at a time. */
const TASK = 'evaluation';
const SEED = 'rolecall';

export const evaluationHandlers = (engine: EngineContext): HandlersOf<'evaluation'> => {
  const progress = (fraction: number, _message: string, step: EvaluationStep): void =>
    engine.emit('evaluation.progress', { fraction, step });
  const folderOf = (set: string): string => setFolder(engine.open(), set);
  return {
    'evaluation.list': () => listSets(engine.open()),
    'evaluation.prepare': ({ series, heldOut, prompts, acceptedOnly }) =>
      engine.tasks.run(TASK, async (signal) => {
        const project = engine.open();
        const id = await newSetId(project, series);
        const { leftOut } = await prepareEvaluation(project, {
          directory: testsOf(newSetFolder(project, id)),
          series,
          heldOut,
          characters: null,
          prompts,
          acceptedOnly,
          seed: SEED,
          signal,
          onProgress: progress,
        });
        return { id, leftOut: [...leftOut] };
      }),
    'evaluation.collect': ({ set, name, question }) =>
      engine.tasks.run(TASK, async (signal) => {
        const folder = folderOf(set);
        modelAddress(question.address, question);
        const known = (await keptSystems(folder)).find((each) => each.name === name);
        if (known !== undefined && known.question === null) throw nameTaken(name);
        const directory = known?.folder ?? answersFolder(folder, name);
        await keepSystem(folder, name, { name, folder: directory, question });
        const { asked, answered, already, failed } = await collectEvaluation({
          tests: testsOf(folder),
          directory,
          ...question,
          voice: question.voice === '' ? undefined : question.voice,
          sendAudio: !question.textOnly,
          wantAudio: !question.textOnly,
          signal,
          onProgress: (done, of) =>
            progress(of === 0 ? 1 : done / of, `${done} of ${of}`, { what: 'asked', done, of }),
        });
        return { asked, answered, already, failed: [...failed] };
      }),
    'evaluation.addFolder': async ({ set, name, folder }) => {
      const place = folderOf(set);
      if ((await keptSystems(place)).some((each) => each.name === name)) throw nameTaken(name);
      await addFolder(place, name, folder);
      return {};
    },
    'evaluation.remove': async ({ set, name }) => {
      await keepSystem(folderOf(set), name, null);
      return {};
    },
    'evaluation.score': ({ set, judge }) =>
      engine.tasks.run(TASK, async (signal) => {
        const folder = folderOf(set);
        const systems = (await listSets(engine.open())).find(({ id }) => id === set)?.systems ?? [];
        const { warnings } = await scoreAnswers({
          tests: testsOf(folder),
          systems: systems.filter(({ answered }) => answered > 0),
          directory: reportOf(folder),
          judge: judge ?? undefined,
          signal,
          onProgress: progress,
        });
        return { warnings: warnings.slice(0, 200) };
      }),
    'evaluation.result': ({ set }) => readResult(folderOf(set)),
    'evaluation.prompt': ({ set, prompt }) => promptOf(engine.open(), folderOf(set), prompt),
    'evaluation.sound': async ({ set, prompt, system }) => {
      const bytes = await soundOf(folderOf(set), prompt, system);
      return { bytes: bytes === null ? null : new Uint8Array(bytes) };
    },
    'evaluation.cancel': async () => {
      await engine.tasks.cancel(TASK);
      return {};
    },
  };
};

const nameTaken = (name: string): RolecallError =>
  new RolecallError({
    kind: 'usage',
    message: `"${name}" is compared already.`,
    remedy: 'Give the other answers another name, or remove the first.',
  });
