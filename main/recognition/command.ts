import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { runTool, wavFile } from '../media/index.ts';
import { RolecallError, SAMPLE_RATE } from '../model/index.ts';
import { type Recogniser, type SpokenClip, tidyWords } from './recogniser.ts';

const answer = z.object({ results: z.array(z.object({ file: z.string(), text: z.string() })).max(1000) });

const BATCH = 32;
/** Time that a program may take: to load its model, and for each second of sound. */
const LOADING_MILLISECONDS = 120_000;
const MILLISECONDS_FOR_SECOND = 20_000;
const LARGEST_ANSWER = 4_000_000;

/**
 * A program as a recogniser. It is started without a shell with the paths of WAV files (16 kHz, mono, 16 bit) after
 * its own arguments, and prints one JSON document: `{"results": [{"file": PATH, "text": WORDS}, ...]}`, a result for
 * each file, in any order. It ends with 0; anything else, and every other output, is an error that names its last words.
 */
export function commandRecogniser(name: string, command: readonly string[]): Recogniser {
  const [program = '', ...args] = command;
  return {
    name,
    batch: BATCH,
    async recognise(clips, signal) {
      const folder = await mkdtemp(join(tmpdir(), 'rolecall-recogniser-'));
      try {
        const files = await writeClips(folder, clips);
        const seconds = clips.reduce((sum, { samples }) => sum + samples.length / SAMPLE_RATE, 0);
        const { code, stdout, stderr } = await runTool(program, [...args, ...files], {
          signal,
          timeLimit: LOADING_MILLISECONDS + seconds * MILLISECONDS_FOR_SECOND,
          maximumBytes: LARGEST_ANSWER,
          file: program,
        });
        if (code !== 0) throw broken(program, `It ended with ${code ?? 'a signal'}${lastWords(stderr)}`);
        return readAnswer(program, stdout.toString('utf8'), files);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    close: () => Promise.resolve(),
  };
}

async function writeClips(folder: string, clips: readonly SpokenClip[]): Promise<string[]> {
  const files: string[] = [];
  for (const [index, { samples }] of clips.entries()) {
    const file = join(folder, `${String(index).padStart(4, '0')}.wav`);
    await writeFile(file, wavFile(samples));
    files.push(file);
  }
  return files;
}

function readAnswer(program: string, text: string, files: readonly string[]): string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw broken(program, 'It does not print one JSON document.');
  }
  const checked = answer.safeParse(parsed);
  if (!checked.success) throw broken(program, 'Its JSON is not {"results": [{"file", "text"}, ...]}.');
  const byFile = new Map(checked.data.results.map((result) => [result.file, result.text]));
  return files.map((file) => {
    const words = byFile.get(file);
    if (words === undefined) throw broken(program, 'It leaves out a file that it was given.');
    return tidyWords(words);
  });
}

const lastWords = (stderr: string): string => {
  const line = stderr.trim().split('\n').at(-1) ?? '';
  return line === '' ? '.' : `: ${line.slice(0, 300)}`;
};

const broken = (program: string, message: string): RolecallError =>
  new RolecallError({
    kind: 'environment',
    mendedIn: 'recogniser',
    message: `The recogniser does not work. ${message}`,
    remedy: 'Try the program by hand with a WAV file; docs/transcripts.md says what it must print.',
    file: program,
  });
