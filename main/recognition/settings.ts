import { resolve } from 'node:path';
import { z } from 'zod';
import { RolecallError } from '../model/index.ts';
import { modelAddress } from '../network/index.ts';

/** How a project's recogniser is reached; kept with the project. */
export const recogniserSettings = z.discriminatedUnion('kind', [
  /** A program that prints JSON. */
  z.object({ kind: z.literal('command'), command: z.array(z.string().min(1)).min(1).max(50) }),
  /** An OpenAI-compatible server. */
  z.object({
    kind: z.literal('server'),
    address: z.string(),
    model: z.string().min(1).max(200),
    allowRemote: z.boolean(),
  }),
  /** A folder with a model for sherpa-onnx. */
  z.object({ kind: z.literal('sherpa'), folder: z.string().min(1) }),
]);
export type RecogniserSettings = z.infer<typeof recogniserSettings>;

const DEFAULT_MODEL = 'whisper-1';

/**
 * Reads what a person wrote: `command:PROGRAM ARGUMENT...` (a JSON list where arguments hold spaces),
 * `http://127.0.0.1:8000/v1` with the model's name after `#`, or `sherpa:FOLDER`; `none` for no recogniser.
 *
 * @throws RolecallError `usage` where it is none of these, or the address leads off this machine
 */
export function readRecogniser(
  text: string,
  options: { readonly allowRemote: boolean },
): RecogniserSettings | null {
  if (text === 'none') return null;
  if (text.startsWith('command:')) {
    const command = wordsOfCommand(text.slice('command:'.length).trim());
    if (command.length > 0) return recogniserSettings.parse({ kind: 'command', command });
  } else if (/^https?:\/\//.test(text)) {
    const [address = '', model = ''] = text.split('#');
    modelAddress(address, options);
    return { kind: 'server', address, model: model === '' ? DEFAULT_MODEL : model, ...options };
  } else if (text.startsWith('sherpa:') && text.length > 'sherpa:'.length) {
    return { kind: 'sherpa', folder: resolve(text.slice('sherpa:'.length)) };
  }
  throw new RolecallError({
    kind: 'usage',
    message: `${text} is no recogniser.`,
    remedy:
      'Give command:PROGRAM, http://127.0.0.1:8000/v1#MODEL, sherpa:FOLDER, or none. docs/transcripts.md tells of each.',
  });
}

function wordsOfCommand(text: string): string[] {
  if (!text.startsWith('[')) return text.split(/\s+/).filter((word) => word !== '');
  try {
    return z.array(z.string().min(1)).parse(JSON.parse(text));
  } catch {
    return [];
  }
}

/** What a recogniser is called beside what it heard. */
export function recogniserName(settings: RecogniserSettings): string {
  switch (settings.kind) {
    case 'command':
      return (settings.command.findLast((word) => /[/\\.]/.test(word)) ?? settings.command[0] ?? '')
        .split(/[/\\]/)
        .at(-1) as string;
    case 'server':
      return settings.model;
    case 'sherpa':
      return settings.folder.split(/[/\\]/).at(-1) ?? settings.folder;
  }
}
