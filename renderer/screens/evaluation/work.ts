import type { QueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import {
  asEngineError,
  type CollectOutcome,
  call,
  type EventPayload,
  evaluationKeys,
  onEvent,
} from '../../engine-client/index.ts';

/** What is being done for evaluations; it goes on when the screen is left. */
export type WorkKind = 'prepare' | 'collect' | 'score';

interface Working {
  readonly kind: WorkKind;
  /** The system that is asked; empty for other work. */
  readonly name: string;
  readonly fraction: number;
  /** Null before the first is done. */
  readonly step: EventPayload<'evaluation.progress'>['step'] | null;
}

interface Work {
  readonly working: Working | null;
  readonly problem: { readonly kind: WorkKind; readonly message: string; readonly remedy: string } | null;
  readonly collected: (CollectOutcome & { readonly name: string }) | null;
  /** What was passed over while comparing. */
  readonly warnings: readonly string[];
}

const IDLE: Work = { working: null, problem: null, collected: null, warnings: [] };
export const useWork = create<Work>(() => IDLE);

/** Does one piece of work with its progress kept; resolves with null where it failed or was cancelled. */
export async function work<T>(
  client: QueryClient,
  kind: WorkKind,
  name: string,
  doing: () => Promise<T>,
): Promise<T | null> {
  const begun: Working = { kind, name, fraction: 0, step: null };
  useWork.setState({ ...IDLE, working: begun });
  const stop = onEvent('evaluation.progress', ({ fraction, step }) =>
    useWork.setState({ working: { ...begun, fraction, step } }),
  );
  try {
    return await doing();
  } catch (thrown) {
    const { kind: why, message, remedy } = asEngineError(thrown);
    if (why !== 'cancelled') useWork.setState({ problem: { kind, message, remedy } });
    return null;
  } finally {
    stop();
    useWork.setState({ working: null });
    void client.invalidateQueries({ queryKey: evaluationKeys.all });
  }
}

/** Ends what is being done; what is there already stays. */
export const cancelWork = (): void => void call('evaluation.cancel', {}).catch(() => undefined);

/** Nothing of another test set is told any more. */
export const forgetWork = (): void => {
  if (useWork.getState().working === null) useWork.setState(IDLE);
};
