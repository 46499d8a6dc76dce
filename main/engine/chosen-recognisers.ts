import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { userFolder } from '../../native-models/index.ts';
import { RolecallError } from '../model/index.ts';
import { type RecogniserSettings, recogniserName } from '../recognition/index.ts';
import { writeWhole } from './cache.ts';

const chosen = z.object({ chosen: z.array(z.string()).max(10_000) });

const file = (): string => join(userFolder(), 'recognisers.json');

/** Told apart by all that is said of it: another argument is another recogniser. */
const markOf = (settings: RecogniserSettings): string =>
  createHash('sha256').update(JSON.stringify(settings)).digest('hex');

async function marks(): Promise<readonly string[]> {
  try {
    return chosen.parse(JSON.parse(await readFile(file(), 'utf8'))).chosen;
  } catch {
    // Missing or damaged: nothing was chosen here.
    return [];
  }
}

/** Remembers, for this user on this machine, that a person chose it. */
export async function rememberChoice(settings: RecogniserSettings): Promise<void> {
  const known = await marks();
  const mark = markOf(settings);
  if (!known.includes(mark)) await writeWhole(file(), `${JSON.stringify({ chosen: [...known, mark] })}\n`);
}

/**
 * Whether a person chose it on this machine. A project names its recogniser: a program to start, or an address to send
 * sound to. What stands in somebody else's project is no choice of the person who opens it.
 */
export const isChosenHere = async (settings: RecogniserSettings | null): Promise<boolean> =>
  settings === null || (await marks()).includes(markOf(settings));

/** @throws RolecallError `usage` where it was not chosen on this machine: it is never used then */
export async function requireChoice(settings: RecogniserSettings | null): Promise<void> {
  if (settings === null || (await isChosenHere(settings))) return;
  throw new RolecallError({
    kind: 'usage',
    mendedIn: 'recogniser',
    message: `The project names a recogniser, ${wordsOf(settings)}, that was not chosen on this machine. It was not used.`,
    remedy:
      'If you know it, choose it in the settings under Recogniser, or with `rolecall run --recogniser`; otherwise choose none there (`--recogniser none`).',
  });
}

function wordsOf(settings: RecogniserSettings): string {
  switch (settings.kind) {
    case 'command':
      return `the program ${settings.command.join(' ').slice(0, 300)}`;
    case 'server':
      return `the server ${settings.address.slice(0, 300)}`;
    case 'sherpa':
      return `the model ${recogniserName(settings).slice(0, 300)}`;
  }
}
