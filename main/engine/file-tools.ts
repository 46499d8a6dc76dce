import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { findModel, InferenceHost, wishedProviders } from '../../native-models/index.ts';
import { findTools, PcmReader } from '../media/index.ts';
import {
  RolecallError,
  type Samples,
  type Span,
  samplesToSeconds,
  secondsToSamples,
} from '../model/index.ts';
import { segmentsFrom } from '../speech/index.ts';
import { embedClips } from '../voice/index.ts';
import { decodeToFile } from './decode-to-file.ts';
import { requireInstalled } from './encoder.ts';
import { type ListenOptions, listenTo } from './listen.ts';

/** What `rolecall vad --json` prints; seconds. */
export interface SpeechOutput {
  readonly duration: number;
  readonly segments: { readonly start: number; readonly end: number }[];
}

/** Where somebody speaks in a media file. @throws RolecallError naming the file */
export async function detectSpeechInFile(file: string, options: ListenOptions): Promise<SpeechOutput> {
  const { activity } = await listenTo(file, options);
  return {
    duration: samplesToSeconds(activity.samples),
    segments: segmentsFrom(activity).map(({ start, end }) => ({
      start: samplesToSeconds(start),
      end: samplesToSeconds(end),
    })),
  };
}

/** What `rolecall embed --json` prints, and beside it what could not be embedded. */
export interface EmbedOutput {
  readonly model: string;
  readonly dimension: number;
  readonly embeddings: { file: string; start: number; end: number; vector: number[] }[];
  readonly refused: { file: string; start: number; end: number; reason: string }[];
}

const segment = z.object({ start: z.number().min(0), end: z.number().min(0) });
const segmentFile = z.union([z.array(segment), z.object({ segments: z.array(segment) })]);

/** Without segments a file is embedded in pieces of this length: longer speech tells no more of a voice. */
const PIECE: Samples = 20 * 16_000;

/**
 * Speaker embeddings of whole files, or of the segments of one file.
 *
 * @throws RolecallError where a file, or the list of segments, cannot be used
 */
export async function embedFiles(
  files: readonly string[],
  {
    segments,
    encoder: name,
    signal,
  }: {
    readonly segments: string | null;
    /** Id of the speaker encoder; the bundled one where absent. */
    readonly encoder?: string | undefined;
    readonly signal: AbortSignal;
  },
): Promise<EmbedOutput> {
  if (segments !== null && files.length > 1) {
    throw new RolecallError({
      kind: 'usage',
      message: '--segments goes with one media file.',
      remedy: 'Embed the files one after the other.',
    });
  }
  const chosen = segments === null ? null : await readSegments(segments);
  const tools = await findTools();
  await requireInstalled(findModel('speaker-encoder', name));
  const host = new InferenceHost({ providers: wishedProviders() });
  const folder = await mkdtemp(join(tmpdir(), 'rolecall-embed-'));
  const encoder = host.speakerEncoder(name);
  const output: EmbedOutput = {
    model: encoder.id,
    dimension: encoder.dimension,
    embeddings: [],
    refused: [],
  };
  try {
    for (const [index, file] of files.entries()) {
      const samples = join(folder, `${index}.s16`);
      await decodeToFile(file, samples, { tools, signal });
      const reader = await PcmReader.open(samples);
      try {
        const spans = chosen ?? [{ start: 0, end: Math.min(reader.samples, PIECE) }];
        for (const span of spans) refuseOutside(span, reader.samples, file);
        const clips = await Promise.all(spans.map((span) => reader.read(span)));
        const embedded = await embedClips(encoder, clips, { signal });
        embedded.forEach(({ embedding, refusal }, i) => {
          const place = inSeconds(file, spans[i] as Span);
          if (embedding !== null) output.embeddings.push({ ...place, vector: Array.from(embedding) });
          else output.refused.push({ ...place, reason: refusal ?? 'unknown' });
        });
      } finally {
        await reader.close();
      }
      await rm(samples, { force: true });
    }
    return output;
  } finally {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const inSeconds = (file: string, { start, end }: Span): { file: string; start: number; end: number } => ({
  file,
  start: samplesToSeconds(start),
  end: samplesToSeconds(end),
});

async function readSegments(file: string): Promise<Span[]> {
  try {
    const found = segmentFile.parse(JSON.parse(await readFile(file, 'utf8')));
    const list = Array.isArray(found) ? found : found.segments;
    return list.map(({ start, end }) => ({ start: secondsToSamples(start), end: secondsToSamples(end) }));
  } catch (cause) {
    throw new RolecallError({
      kind: 'input',
      message: 'The list of segments cannot be read.',
      remedy: 'Give JSON: [{"start": 1.0, "end": 2.5}, …] in seconds, or what `rolecall vad --json` prints.',
      file,
      cause,
    });
  }
}

function refuseOutside({ start, end }: Span, samples: Samples, file: string): void {
  if (start < end && end <= samples + 16_000) return;
  throw new RolecallError({
    kind: 'input',
    message: `The segment ${samplesToSeconds(start)} to ${samplesToSeconds(end)} s does not lie in the ${samplesToSeconds(samples)} s of the file.`,
    remedy: 'Give segments that start before they end, inside the file.',
    file,
  });
}
