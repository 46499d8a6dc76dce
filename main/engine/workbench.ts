import {
  findModel,
  InferenceHost,
  type SoundJudge,
  type SpeakerEncoder,
  type SpeechModel,
  wishedProviders,
} from '../../native-models/index.ts';
import { findTools, type Tools, wishedTimeLimit } from '../media/index.ts';
import type { CharacterTable } from '../model/index.ts';
import { projectEncoder, requireInstalled } from './encoder.ts';
import { pausable } from './pausable.ts';
import type { Project } from './project.ts';
import { foreseeCharacters, learnCharacters } from './series-characters.ts';
import { keepYoungMemorySmall } from './spare-memory.ts';

/** What every stage of a run works with. */
export interface Workbench {
  readonly project: Project;
  readonly tools: Tools;
  readonly speech: SpeechModel;
  readonly encoder: SpeakerEncoder;
  readonly ear: SoundJudge;
  /** Checksums of the models: results made with another one are not the same. */
  readonly modelKeys: { readonly speech: string; readonly encoder: string; readonly ear: string };
  /** The character table of a series, from the scripts of all its episodes. */
  readonly characters: (series: string) => Promise<CharacterTable>;
  readonly signal: AbortSignal;
  /** Seconds that the work stood still so far because it was paused. */
  readonly pausedSeconds: () => number;
  /** Gives back the memory of models that nothing waits for; they come again when they are asked. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds of one request: minutes of speech, on the slowest machine. */
const USUAL_TIME_LIMIT = 300_000;

/**
 * Finds the tools and prepares the models of a run.
 *
 * @throws RolecallError kind `environment` where ffmpeg or a model is missing
 */
export async function makeWorkbench(
  project: Project,
  options: {
    readonly jobs: number;
    readonly signal: AbortSignal;
    /** Passed before every piece of inference: whoever holds it up pauses the work. */
    readonly gate?: () => Promise<void>;
    readonly pausedSeconds?: () => number;
    /** Nothing is stored: the work is only foreseen. */
    readonly foresee?: boolean;
  },
): Promise<Workbench> {
  keepYoungMemorySmall();
  const chosen = projectEncoder(project.database);
  await requireInstalled(chosen);
  const host = new InferenceHost({
    processes: options.jobs,
    providers: wishedProviders(),
    timeLimit: wishedTimeLimit(USUAL_TIME_LIMIT),
  });
  const tables = new Map<string, Promise<CharacterTable>>();
  return {
    project,
    tools: await findTools(),
    ...pausable(host.speechModel(), host.speakerEncoder(chosen.id), options.gate),
    ear: host.soundJudge(),
    modelKeys: { speech: findModel('speech').sha256, encoder: chosen.sha256, ear: findModel('sound').sha256 },
    characters(series) {
      let table = tables.get(series);
      if (table === undefined) {
        table = options.foresee ? foreseeCharacters(project, series) : learnCharacters(project, series);
        tables.set(series, table);
      }
      return table;
    },
    signal: options.signal,
    pausedSeconds: options.pausedSeconds ?? (() => 0),
    rest: () => host.rest(),
    close: () => host.close(),
  };
}
