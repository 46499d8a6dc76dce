import { resolve } from 'node:path';
import { z } from 'zod';
import { RolecallError } from '../model/index.ts';
import { modelAddress } from '../network/index.ts';

const MOST_ARGUMENTS = 50;

/** How a project's recogniser is reached; kept with the project. */
export const recogniserSettings = z.discriminatedUnion('kind', [
  /** A program that prints JSON. */
  z.object({ kind: z.literal('command'), command: z.array(z.string().min(1)).min(1).max(MOST_ARGUMENTS) }),
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
  if (text.startsWith('command:')) return commandSettings(text.slice('command:'.length));
  if (/^https?:\/\//.test(text)) {
    const [address = '', model = ''] = text.split('#');
    return serverSettings(address, model, options);
  }
  if (text.startsWith('sherpa:')) return sherpaSettings(text.slice('sherpa:'.length));
  throw new RolecallError({
    kind: 'usage',
    message: `${text} is no recogniser.`,
    remedy:
      'Give command:PROGRAM, http://127.0.0.1:8000/v1#MODEL, sherpa:FOLDER, or none. docs/transcripts.md tells of each.',
  });
}

/**
 * A program with its first arguments, with spaces between them, or as a JSON list.
 *
 * @throws RolecallError `usage` where it names none
 */
export function commandSettings(line: string): RecogniserSettings {
  const command = wordsOfCommand(line.trim());
  if (command.length > 0 && command.length <= MOST_ARGUMENTS) return { kind: 'command', command };
  throw new RolecallError({
    kind: 'usage',
    message: 'No program is named.',
    remedy:
      'Give a program and its arguments; as a JSON list, ["program", "an argument"], where they hold spaces.',
  });
}

/** A command as `commandSettings` reads it. */
export const lineOfCommand = (command: readonly string[]): string =>
  command.some((word) => /\s/.test(word)) || command[0]?.startsWith('[')
    ? JSON.stringify(command)
    : command.join(' ');

/**
 * A server by its address; the model's name may be empty.
 *
 * @throws RolecallError `usage` where it is no address, or leads off this machine and that was not allowed
 */
export function serverSettings(
  address: string,
  model: string,
  options: { readonly allowRemote: boolean },
): RecogniserSettings {
  const { base } = modelAddress(address.trim(), options);
  return {
    kind: 'server',
    address: base.href.replace(/\/$/, ''),
    model: model.trim() === '' ? DEFAULT_MODEL : model.trim(),
    ...options,
  };
}

/** @throws RolecallError `usage` where no folder is named */
export function sherpaSettings(folder: string): RecogniserSettings {
  if (folder.trim() !== '') return { kind: 'sherpa', folder: resolve(folder.trim()) };
  throw new RolecallError({
    kind: 'usage',
    message: 'No folder is named.',
    remedy: 'Give the folder into which a sherpa-onnx model was unpacked.',
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
