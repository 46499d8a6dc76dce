import { z } from 'zod';
import { type ModelAddress, post, type Reply, said, TooLarge } from '../network/index.ts';
import { type AudioKind, sniffAudio } from './wav.ts';

/** What a model said, after its form was checked. */
export interface ModelAnswer {
  readonly text: string | null;
  readonly audio: { readonly bytes: Buffer; readonly kind: AudioKind } | null;
}

export type FailureKind = 'unreachable' | 'timeout' | 'refused' | 'overloaded' | 'malformed' | 'too-large';

export type AskOutcome = {
  /** HTTP status, or null where none came. */
  readonly status: number | null;
  readonly receivedBytes: number;
} & (
  | { readonly kind: 'answer'; readonly answer: ModelAnswer }
  | {
      readonly kind: 'failure';
      readonly failure: FailureKind;
      readonly message: string;
      /** Seconds that the server asks to wait. */
      readonly retryAfter: number | null;
    }
);

/** An answer of half an hour as base64 WAV; what is longer is none. */
export const LARGEST_ANSWER = 96 * 1024 * 1024;
const LONGEST_TEXT = 20_000;

/**
 * Sends one request to `/chat/completions` and reads the answer. Expected failures are values. Redirects are not
 * followed and no proxy is used, so that a local address stays one.
 *
 * @param timeLimit milliseconds for the whole exchange
 * @throws only where `signal` is aborted
 */
export async function askModel(
  address: ModelAddress,
  body: unknown,
  options: { readonly timeLimit: number; readonly signal: AbortSignal; readonly largest?: number },
): Promise<AskOutcome> {
  const limit = AbortSignal.timeout(options.timeLimit);
  const fail = (failure: FailureKind, message: string, reply?: Reply): AskOutcome => ({
    kind: 'failure',
    failure,
    message,
    status: reply?.status ?? null,
    receivedBytes: reply?.bytes.length ?? 0,
    retryAfter: reply?.retryAfter ?? null,
  });
  let reply: Reply;
  try {
    reply = await post(
      address,
      '/chat/completions',
      { type: 'application/json', bytes: JSON.stringify(body) },
      {
        signal: AbortSignal.any([options.signal, limit]),
        largest: options.largest ?? LARGEST_ANSWER,
      },
    );
  } catch (error) {
    options.signal.throwIfAborted();
    if (limit.aborted) return fail('timeout', `No whole answer within ${options.timeLimit / 1000} s.`);
    if (error instanceof TooLarge) return fail('too-large', error.message);
    return fail('unreachable', `The connection failed: ${error instanceof Error ? error.message : error}`);
  }
  const { status } = reply;
  if (status !== 200) {
    const isPassing = status === 408 || status === 429 || status >= 500;
    return fail(
      isPassing ? 'overloaded' : 'refused',
      `The server answered ${status}${said(reply.bytes)}`,
      reply,
    );
  }
  const read = readReply(reply.bytes);
  return typeof read === 'string'
    ? fail('malformed', read, reply)
    : { kind: 'answer', answer: read, status, receivedBytes: reply.bytes.length };
}

const completion = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z
            .union([z.string(), z.array(z.object({ type: z.string(), text: z.string().optional() }))])
            .nullish(),
          audio: z.object({ data: z.string(), transcript: z.string().nullish() }).nullish(),
        }),
      }),
    )
    .min(1),
});

/** The answer in a body, or what is wrong with it. A body that is sound, whatever its type says, is the answer. */
function readReply(bytes: Buffer): ModelAnswer | string {
  const whole = sniffAudio(bytes);
  if (whole !== null) return { text: null, audio: { bytes, kind: whole } };
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch {
    return `The answer is no JSON${said(bytes)}`;
  }
  const checked = completion.safeParse(parsed);
  const message = checked.data?.choices[0]?.message;
  if (message === undefined) return 'The answer is no chat completion.';
  const { content, audio } = message;
  const written = Array.isArray(content) ? content.map((part) => part.text ?? '').join('') : (content ?? '');
  const text = (audio?.transcript ?? written).trim().slice(0, LONGEST_TEXT);
  if (audio == null || audio.data === '') {
    return text === '' ? 'The answer is empty.' : { text, audio: null };
  }
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(audio.data.slice(0, 4096)))
    return 'The sound of the answer is not base64.';
  const sound = Buffer.from(audio.data, 'base64');
  const kind = sniffAudio(sound);
  if (kind === null)
    return 'The sound of the answer is not WAV, FLAC, Ogg, MP3, MP4 or WebM, whatever it is called.';
  return { text: text === '' ? null : text, audio: { bytes: sound, kind } };
}
