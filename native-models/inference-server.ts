import { z } from 'zod';
import { asRolecallError, RolecallError } from '../main/model/errors.ts';
import { DeepFilterNet, unpackGraphs } from './deep-filter-net.ts';
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
import { Rnnoise } from './rnnoise.ts';
import { RolecallEar } from './rolecall-ear.ts';
import { RolecallVoice } from './rolecall-voice.ts';
import { sequenceModel } from './silero-graph.ts';
import { SileroVad } from './silero-vad.ts';
import { SpectralGain } from './spectral-gain.ts';
import { ClipRoom, heardClips } from './stored-clips.ts';

interface Opened<Model> {
  readonly model: Model;
  /** Where it runs. */
  readonly graph: Pick<ProvidedGraph, 'provider' | 'notes'>;
}

/** The process that a server lives in, as far as it uses it. */
export interface ServerProcess {
  send?(message: Reply): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect' | 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): never;
}

const numbered = z.object({ id: z.number().int() });

const misread = (error: z.ZodError): Error =>
  new Error(`work for a model cannot be read: ${z.prettifyError(error)}`);

const gain = new SpectralGain();
const room = new ClipRoom();

/** Clips with the noise lowered that a model found in them. */
async function lowered(
  model: Rnnoise | DeepFilterNet,
  clips: readonly Float32Array[],
  wanted: () => boolean,
): Promise<Float32Array[]> {
  const cleaned = await model.enhance(clips, wanted);
  return clips.map((clip, index) => gain.apply(clip, cleaned[index] as Float32Array));
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
  const enhancers = new Map<string, Promise<Opened<Rnnoise | DeepFilterNet>>>();
  const ears = new Map<string, Promise<Opened<RolecallEar>>>();
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

  const graphOf = (entry: ManifestEntry, bytes: Uint8Array): Promise<ProvidedGraph> =>
    openGraph(entry.id, bytes, {
      // So little work a call that the way to a graphics card and back would take longer.
      providers: entry.kind === 'speech' || entry.kind === 'sound' ? ['cpu'] : (config?.providers ?? ['cpu']),
      threads: config?.threads ?? 1,
      // The stream is heard in calls of one length.
      lengthsVary: entry.kind !== 'speech',
      ...(open ? { open } : {}),
    });

  const openedOnce = <Model>(
    known: Map<string, Promise<Opened<Model>>>,
    id: string,
    adapt: (bytes: Uint8Array, entry: ManifestEntry) => Promise<Opened<Model>>,
  ): Promise<Opened<Model>> => {
    const there = known.get(id);
    if (there) return there;
    const opening = (async () => {
      const entry = entryOf(id);
      return adapt(await readModel(entry, config?.directory), entry);
    })();
    known.set(id, opening);
    // A model that could not be opened is tried again at the next request: its file may have been mended.
    opening.catch(() => known.delete(id));
    return opening;
  };

  const speechModel = (id: string) =>
    openedOnce(speech, id, async (bytes, entry) => {
      const graph = await graphOf(entry, sequenceModel(entry.id, bytes));
      return { model: new SileroVad(graph, entry.id), graph };
    });
  const encoder = (id: string) =>
    openedOnce(encoders, id, async (bytes, entry) => {
      const graph = await graphOf(entry, bytes);
      const model =
        entry.frontEnd === undefined
          ? new RolecallVoice(graph, entry.dimension, entry.id)
          : new FeatureEncoder(graph, entry);
      return { model, graph };
    });
  const enhancer = (id: string) =>
    openedOnce(enhancers, id, async (bytes, entry): Promise<Opened<Rnnoise | DeepFilterNet>> => {
      if (entry.enhancer === 'rnnoise') {
        return { model: new Rnnoise(Uint8Array.from(bytes)), graph: { provider: 'cpu', notes: [] } };
      }
      const parts = unpackGraphs(bytes);
      const [enc, erb_dec, df_dec] = await Promise.all([
        graphOf(entry, parts.enc),
        graphOf(entry, parts.erb_dec),
        graphOf(entry, parts.df_dec),
      ]);
      return { model: new DeepFilterNet({ enc, erb_dec, df_dec }, entry.id), graph: enc };
    });

  const ear = (id: string) =>
    openedOnce(ears, id, async (bytes, entry) => {
      const graph = await graphOf(entry, bytes);
      return { model: new RolecallEar(graph, entry.id), graph };
    });

  const answer = async (work: Exclude<Request, { kind: 'cancel' }>): Promise<Results[keyof Results]> => {
    const wanted = (): boolean => !cancelled.has(work.id);
    switch (work.kind) {
      case 'score':
        return (await speechModel(work.model)).model.score(work.samples, work.stream, wanted);
      case 'embed':
        return (await encoder(work.model)).model.embed([...heardClips(work.clips)], wanted);
      case 'judge':
        return (await ear(work.model)).model.judge(heardClips(work.clips, room), wanted);
      case 'enhance':
        return lowered((await enhancer(work.model)).model, work.clips, wanted);
      case 'describe': {
        const { kind } = entryOf(work.model);
        const open = { speech: speechModel, 'speaker-encoder': encoder, sound: ear, enhancer }[kind];
        const { graph } = await open(work.model);
        return { model: work.model, provider: graph.provider, notes: [...graph.notes] } satisfies ModelStatus;
      }
    }
  };

  host.on('message', (message) => {
    if (config === null) {
      config = setup.parse(message);
      return;
    }
    const read = request.safeParse(message);
    if (!read.success) {
      const asked = numbered.safeParse(message);
      // Nobody waits for what bears no number: a fault of the owner that ends this process.
      if (!asked.success) throw read.error;
      host.send?.({ id: asked.data.id, ok: false, error: toPlain(asRolecallError(misread(read.error))) });
      return;
    }
    const work = read.data;
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
