import { asRolecallError, RolecallError } from '../main/model/errors.ts';
import { FeatureEncoder } from './feature-encoder.ts';
import {
  type Reply,
  type Request,
  type Results,
  request,
  type Setup,
  setup,
  toPlain,
} from './inference-protocol.ts';
import type { ManifestEntry } from './manifest.ts';
import { readModel } from './model-files.ts';
import type { ModelStatus } from './models.ts';
import { type OpenOptions, openGraph, type ProvidedGraph } from './providers.ts';
import { RolecallVoice } from './rolecall-voice.ts';
import { sequenceModel } from './silero-graph.ts';
import { SileroVad } from './silero-vad.ts';

interface Opened<Model> {
  readonly model: Model;
  readonly graph: ProvidedGraph;
}

/** The process that a server lives in, as far as it uses it. */
export interface ServerProcess {
  send?(message: Reply): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect' | 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): never;
}

/**
 * Answers requests for inference until its owner goes away: the loop of an inference process.
 * One session a model for the life of the process; the first request for a model opens it.
 */
export function serveInference(host: ServerProcess, { open }: Pick<OpenOptions, 'open'> = {}): void {
  let config: Setup | null = null;
  const cancelled = new Set<number>();
  const speech = new Map<string, Promise<Opened<SileroVad>>>();
  const encoders = new Map<string, Promise<Opened<RolecallVoice | FeatureEncoder>>>();
  let last: Promise<unknown> = Promise.resolve();

  const entryOf = (id: string): ManifestEntry => {
    const entry = config?.models.find((model) => model.id === id);
    if (entry) return entry;
    throw new RolecallError({
      kind: 'internal',
      message: `The inference process knows no model "${id}".`,
      remedy: 'Report this with the output of `rolecall doctor`.',
    });
  };

  const graphOf = async (entry: ManifestEntry): Promise<ProvidedGraph> => {
    const file = await readModel(entry, config?.directory);
    return openGraph(entry.id, entry.kind === 'speech' ? sequenceModel(entry.id, file) : file, {
      // So little work a window that the way to a graphics card and back would take longer.
      providers: entry.kind === 'speech' ? ['cpu'] : (config?.providers ?? ['cpu']),
      threads: config?.threads ?? 1,
      ...(open ? { open } : {}),
    });
  };

  const openedOnce = <Model>(
    known: Map<string, Promise<Opened<Model>>>,
    id: string,
    adapt: (graph: ProvidedGraph, entry: ManifestEntry) => Model,
  ): Promise<Opened<Model>> => {
    const there = known.get(id);
    if (there) return there;
    const opening = (async () => {
      const entry = entryOf(id);
      const graph = await graphOf(entry);
      return { model: adapt(graph, entry), graph };
    })();
    known.set(id, opening);
    // A model that could not be opened is tried again at the next request: its file may have been mended.
    opening.catch(() => known.delete(id));
    return opening;
  };

  const speechModel = (id: string) =>
    openedOnce(speech, id, (graph, entry) => new SileroVad(graph, entry.id));
  const encoder = (id: string) =>
    openedOnce(encoders, id, (graph, entry) =>
      entry.frontEnd === undefined
        ? new RolecallVoice(graph, entry.dimension, entry.id)
        : new FeatureEncoder(graph, entry),
    );

  const answer = async (work: Exclude<Request, { kind: 'cancel' }>): Promise<Results[keyof Results]> => {
    const wanted = (): boolean => !cancelled.has(work.id);
    switch (work.kind) {
      case 'score':
        return (await speechModel(work.model)).model.score(work.samples, work.stream, wanted);
      case 'embed':
        return (await encoder(work.model)).model.embed(work.clips, wanted);
      case 'describe': {
        const { graph } = await (entryOf(work.model).kind === 'speech' ? speechModel : encoder)(work.model);
        return { model: work.model, provider: graph.provider, notes: [...graph.notes] } satisfies ModelStatus;
      }
    }
  };

  host.on('message', (message) => {
    if (config === null) {
      config = setup.parse(message);
      return;
    }
    const work = request.parse(message);
    if (work.kind === 'cancel') {
      cancelled.add(work.id);
      return;
    }
    // One after the other: the runtime's threads belong to one call at a time.
    last = last.then(async () => {
      let reply: Reply;
      try {
        reply = { id: work.id, ok: true, value: await answer(work) };
      } catch (error) {
        reply = { id: work.id, ok: false, error: toPlain(asRolecallError(error)) };
      }
      cancelled.delete(work.id);
      host.send?.(reply);
    });
  });
  // The owner ended or let go: nobody is left to work for.
  host.on('disconnect', () => host.exit(0));
  // Ctrl+C reaches the whole process group; the owner decides what it means.
  host.on('SIGINT', () => {});
}
