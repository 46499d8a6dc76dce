import { create } from 'zustand';
import {
  asEngineError,
  call,
  type EngineError,
  onEvent,
  type ProcedureInput,
  type ProcedureOutput,
} from '../../engine-client/index.ts';

/** What is being written, or was. It goes on while another screen is looked at. */
export type Job =
  | { readonly kind: 'none' | 'cancelled' }
  | {
      readonly kind: 'working';
      readonly step: 'export' | 'verify' | 'pack';
      readonly fraction: number;
      readonly secondsLeft: number | null;
    }
  | { readonly kind: 'failed'; readonly error: EngineError }
  | {
      readonly kind: 'done';
      readonly outcome: ProcedureOutput<'export.run'>;
      /** Null where it was not checked to its end. */
      readonly verified: ProcedureOutput<'export.verify'> | null;
    }
  | { readonly kind: 'packed'; readonly outcome: ProcedureOutput<'export.pack'> };

interface JobState {
  /** The project that the job belongs to. */
  readonly project: string;
  readonly job: Job;
}

export const useExportJob = create<JobState>(() => ({ project: '', job: { kind: 'none' } }));

async function work(
  project: string,
  steps: (step: (name: 'export' | 'verify' | 'pack') => void) => Promise<Job>,
) {
  const set = (job: Job): void => useExportJob.setState({ project, job });
  const begin = (step: 'export' | 'verify' | 'pack'): void =>
    set({ kind: 'working', step, fraction: 0, secondsLeft: null });
  const stop = onEvent('export.progress', ({ fraction, secondsLeft }) => {
    const { job } = useExportJob.getState();
    if (job.kind === 'working') set({ ...job, fraction, secondsLeft });
  });
  try {
    set(await steps(begin));
  } catch (thrown) {
    const error = asEngineError(thrown);
    set(error.kind === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', error });
  } finally {
    stop();
  }
}

/** Writes the dataset and reads it again. */
export const startExport = (project: string, wanted: ProcedureInput<'export.run'>): Promise<void> =>
  work(project, async (step) => {
    step('export');
    const outcome = await call('export.run', wanted);
    step('verify');
    const verified = await call('export.verify', { directory: outcome.directory }).catch(() => null);
    return { kind: 'done', outcome, verified };
  });

/** Writes the training set of a character. */
export const startPack = (project: string, wanted: ProcedureInput<'export.pack'>): Promise<void> =>
  work(project, async (step) => {
    step('pack');
    return { kind: 'packed', outcome: await call('export.pack', wanted) };
  });
