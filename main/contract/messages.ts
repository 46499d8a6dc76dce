import { z } from 'zod';

/** The protocol between window, application and engine: requests, answers, events. */
export const wireError = z.object({
  kind: z.enum(['usage', 'input', 'project', 'environment', 'cancelled', 'internal']),
  message: z.string(),
  remedy: z.string(),
  file: z.string().nullable(),
  place: z.string().nullable(),
});
export type WireError = z.infer<typeof wireError>;

export const requestMessage = z.object({
  type: z.literal('request'),
  id: z.number().int(),
  procedure: z.string().max(100),
  input: z.unknown(),
});
export type RequestMessage = z.infer<typeof requestMessage>;

export const answerMessage = z.discriminatedUnion('ok', [
  z.object({ type: z.literal('answer'), id: z.number().int(), ok: z.literal(true), output: z.unknown() }),
  z.object({ type: z.literal('answer'), id: z.number().int(), ok: z.literal(false), error: wireError }),
]);
export type AnswerMessage = z.infer<typeof answerMessage>;

export const eventMessage = z.object({
  type: z.literal('event'),
  event: z.string().max(100),
  payload: z.unknown(),
});
export type EventMessage = z.infer<typeof eventMessage>;

/** Channels of Electron's IPC; nothing else crosses. */
export const CHANNEL_CALL = 'rolecall:call';
export const CHANNEL_EVENT = 'rolecall:event';

/** Addresses of the media protocol: `rolecall-media://episode/<id>/<kind>`. */
export const MEDIA_SCHEME = 'rolecall-media';
export type MediaKind = 'audio' | 'peaks' | 'speech';
export const mediaAddress = (episode: string, kind: MediaKind): string =>
  `${MEDIA_SCHEME}://episode/${encodeURIComponent(episode)}/${kind}`;

/** What the preload puts on `window.rolecall`. */
export interface Bridge {
  call(procedure: string, input: unknown): Promise<AnswerMessage>;
  onEvent(listener: (message: EventMessage) => void): () => void;
  /** The path of a file dropped on the window. */
  pathOfFile(file: unknown): string;
}

/** Names of the files in `cache/<episode>/` that the window may read. */
export const MEDIA_FILES: Readonly<Record<MediaKind, string>> = {
  audio: 'listening.ogg',
  peaks: 'peaks.i8',
  speech: 'speech.u8',
};
