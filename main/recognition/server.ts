import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { wavFile } from '../media/index.ts';
import { RolecallError, SAMPLE_RATE } from '../model/index.ts';
import { type ModelAddress, post, said, TooLarge } from '../network/index.ts';
import { type Recogniser, type SpokenClip, tidyWords } from './recogniser.ts';

const transcription = z.object({ text: z.string() });

const LARGEST_ANSWER = 1_000_000;
const LOADING_MILLISECONDS = 120_000;
const MILLISECONDS_FOR_SECOND = 10_000;
const ATTEMPTS = 3;

/** A server with OpenAI's `/v1/audio/transcriptions` as a recogniser: one clip a request, as WAV. */
export function serverRecogniser(name: string, address: ModelAddress, model: string): Recogniser {
  return {
    name,
    batch: 8,
    async recognise(clips, signal) {
      const heard: string[] = [];
      for (const clip of clips) heard.push(await ask(address, model, clip, signal));
      return heard;
    },
    close: () => Promise.resolve(),
  };
}

async function ask(
  address: ModelAddress,
  model: string,
  clip: SpokenClip,
  signal: AbortSignal,
): Promise<string> {
  const body = form(model, wavFile(clip.samples));
  const limit = LOADING_MILLISECONDS + (clip.samples.length / SAMPLE_RATE) * MILLISECONDS_FOR_SECOND;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const reply = await post(address, '/audio/transcriptions', body, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(limit)]),
        largest: LARGEST_ANSWER,
      });
      if (reply.status === 200) return read(address, reply.bytes);
      const isPassing = reply.status === 408 || reply.status === 429 || reply.status >= 500;
      if (!isPassing || attempt === ATTEMPTS)
        throw broken(address, `It answers ${reply.status}${said(reply.bytes)}`);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof RolecallError) throw error;
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof TooLarge || attempt === ATTEMPTS)
        throw broken(address, `The connection failed: ${message}`);
    }
  }
}

function form(model: string, wav: Buffer): { type: string; bytes: Buffer } {
  const boundary = `rolecall-${randomUUID()}`;
  const field = (name: string, value: string): string =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = `${field('model', model)}${field('response_format', 'json')}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="clip.wav"\r\ncontent-type: audio/wav\r\n\r\n`;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([Buffer.from(head), wav, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}

function read(address: ModelAddress, bytes: Buffer): string {
  try {
    return tidyWords(transcription.parse(JSON.parse(bytes.toString('utf8'))).text);
  } catch {
    throw broken(address, `Its answer is not {"text": ...}${said(bytes)}`);
  }
}

const broken = (address: ModelAddress, message: string): RolecallError =>
  new RolecallError({
    kind: 'environment',
    mendedIn: 'recogniser',
    message: `The recogniser at ${address.base.host} does not work. ${message}`,
    remedy: 'Start the server and its model, or choose another recogniser.',
  });
