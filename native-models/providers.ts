import { RolecallError } from '../main/model/errors.ts';
import { openOnnx } from './onnx-graph.ts';
import type { Provider } from './provider-names.ts';
import type { Feeds, Graph } from './tensors.ts';

export interface OpenOptions {
  /** In order of preference; what follows `cpu` is not looked at, and `cpu` ends the list in any case. */
  readonly providers?: readonly Provider[];
  /** Threads inside one operator on the CPU. */
  readonly threads?: number;
  /** Opens a graph on one provider; replaced by tests. */
  readonly open?: (
    bytes: Uint8Array,
    provider: Provider,
    threads: number,
    lengthsVary: boolean,
  ) => Promise<Graph>;
  /** Whether calls differ in length: what one call took is then given back before the next. True where absent. */
  readonly lengthsVary?: boolean;
}

/** A graph that moves to the next provider when one fails, and says why. */
export interface ProvidedGraph extends Graph {
  readonly provider: Provider;
  /** One sentence for each provider that was given up. */
  readonly notes: readonly string[];
}

const firstLine = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0]!.slice(0, 300);

/** The wished providers up to the CPU, each once; the CPU always ends the list. */
function inOrder(wished: readonly Provider[]): Provider[] {
  const cpu = wished.indexOf('cpu');
  return [...new Set(cpu < 0 ? wished : wished.slice(0, cpu)), 'cpu'];
}

/**
 * Opens a model on the first provider that works. A provider that fails later, in the middle of the
 * work, is given up the same way and the call in hand is repeated on the next one.
 * @throws RolecallError `environment` where even the CPU cannot open it.
 */
export async function openGraph(
  name: string,
  bytes: Uint8Array,
  { providers = ['cpu'], threads = 1, lengthsVary = true, open = openOnnx }: OpenOptions = {},
): Promise<ProvidedGraph> {
  const left = inOrder(providers);
  const notes: string[] = [];

  const next = async (): Promise<{ graph: Graph; provider: Provider }> => {
    for (;;) {
      const provider = left.shift();
      if (provider === undefined) {
        throw new RolecallError({
          kind: 'environment',
          mendedIn: 'doctor',
          message: `The model ${name} cannot be opened: ${notes.at(-1) ?? 'no provider is left'}.`,
          remedy: 'Run `rolecall doctor`: it says what the inference runtime lacks.',
        });
      }
      try {
        return { graph: await open(bytes, provider, threads, lengthsVary), provider };
      } catch (error) {
        notes.push(`${provider} could not be used: ${firstLine(error)}`);
      }
    }
  };

  let current = await next();
  return {
    get provider() {
      return current.provider;
    },
    notes,
    inputs: current.graph.inputs,
    outputs: current.graph.outputs,
    async run(feeds: Feeds) {
      for (;;) {
        const used = current;
        try {
          return await used.graph.run(feeds);
        } catch (error) {
          if (left.length === 0) throw error;
          notes.push(`${used.provider} failed while in use: ${firstLine(error)}`);
          await used.graph.release().catch(() => {});
          current = await next();
        }
      }
    },
    release: () => current.graph.release(),
  };
}
