import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RolecallError, samplesToSeconds } from '../../model/index.ts';
import { dialoguesOf, type Example, targetExamples, wholeExamples } from './dialogues.ts';
import { glm4VoicePack } from './glm-4-voice.ts';
import { llamaFactoryPack } from './llama-factory.ts';
import { msSwiftPack } from './ms-swift.ts';
import { type PackClip, PackClips, type PackFormat } from './pack-format.ts';
import { type HeldOut, type PackRow, withoutTags } from './pack-rows.ts';

export const PACK_FORMATS = ['ms-swift', 'llama-factory', 'glm-4-voice'] as const;
export type PackFormatName = (typeof PACK_FORMATS)[number];

export const PACKS: Readonly<Record<PackFormatName, PackFormat>> = {
  'ms-swift': msSwiftPack,
  'llama-factory': llamaFactoryPack,
  'glm-4-voice': glm4VoicePack,
};

export interface PackRequest {
  readonly directory: string;
  readonly format: PackFormatName;
  readonly series: string;
  readonly character: string;
  /** Rows of one series in the order of episodes and times; may be gone over more than once. */
  readonly rows: Iterable<PackRow>;
  readonly heldOut: HeldOut;
  readonly contextTurns: number;
  /** Writes the clips of one episode as 16 kHz WAV files below the folder. */
  readonly cut: (
    folder: string,
    episode: string,
    clips: readonly PackClip[],
    signal: AbortSignal,
  ) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number, message: string) => void;
}

export interface PackResult {
  readonly directory: string;
  readonly format: PackFormatName;
  readonly character: string;
  readonly examples: number;
  /** Lines of the character that are learnt. */
  readonly targets: number;
  readonly targetSeconds: number;
  readonly clips: number;
  readonly heldOutEpisodes: readonly string[];
}

/**
 * Writes a character's training set: dialogues with sound in a training tool's format, the targets' own sound beside
 * them, and how to use it. Nothing of the held-out episodes is in it. The folder appears whole or not at all.
 *
 * @throws RolecallError `usage` where the folder is not empty or the character answers nobody
 */
export async function writePack(request: PackRequest): Promise<PackResult> {
  const target = resolve(request.directory);
  if (existsSync(target) && (await readdir(target)).length > 0) {
    throw new RolecallError({
      kind: 'usage',
      message: 'The folder for the training set is not empty.',
      remedy: 'Choose a new one; nothing was changed.',
      file: target,
    });
  }
  const { character, series, format, heldOut, signal } = request;
  const pack = PACKS[format];
  const examples = [...examplesOf(request, pack)];
  if (examples.length === 0) throw answersNobody(character);
  const clips = new PackClips();
  const beside = `${target}.part`;
  await rm(beside, { recursive: true, force: true });
  try {
    await mkdir(join(beside, 'audio'), { recursive: true });
    for (const { name, parts } of pack.files({ character, series, examples, clips })) {
      await pipeline(Readable.from(parts), createWriteStream(join(beside, name)), { signal });
    }
    const targets = targetsOf(examples, pack);
    const listed = targets.map(({ example, row }) => ({
      example,
      utterance: row.id,
      text: withoutTags(row.text),
      audio: clips.ofRow(row),
    }));
    await pipeline(
      Readable.from(listed.map((each) => `${JSON.stringify(each)}\n`)),
      createWriteStream(join(beside, 'targets.jsonl')),
    );
    const result: PackResult = {
      directory: target,
      format,
      character,
      examples: examples.length,
      targets: targets.length,
      targetSeconds: samplesToSeconds(targets.reduce((sum, { row }) => sum + row.end - row.start, 0)),
      clips: clips.list().length,
      heldOutEpisodes: [...heldOut.episodes].sort(),
    };
    await writeFile(join(beside, 'README.md'), readme(result, pack, series));
    const byEpisode = Map.groupBy(clips.list(), ({ episode }) => episode);
    let done = 0;
    for (const [episode, wanted] of byEpisode) {
      signal.throwIfAborted();
      await request.cut(beside, episode, wanted, signal);
      done += 1;
      request.onProgress(done / byEpisode.size, `clips of ${done} of ${byEpisode.size} episodes`);
    }
    await rm(target, { recursive: true, force: true });
    await mkdir(dirname(target), { recursive: true });
    await rename(beside, target);
    return result;
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  }
}

function* examplesOf(request: PackRequest, pack: PackFormat): Generator<Example> {
  const make = pack.examples === 'target' ? targetExamples : wholeExamples;
  for (const dialogue of dialoguesOf(request.rows, request.character, request.heldOut)) {
    yield* make(dialogue, { contextTurns: request.contextTurns });
  }
}

/** Lines that an example teaches: its last turn, or every turn of the character. */
function targetsOf(examples: readonly Example[], pack: PackFormat): { example: number; row: PackRow }[] {
  return examples.flatMap(({ turns }, example) => {
    const taught =
      pack.examples === 'target' ? turns.slice(-1) : turns.filter(({ isCharacter }) => isCharacter);
    return taught.flatMap(({ rows }) => rows.map((row) => ({ example, row })));
  });
}

const readme = (
  result: PackResult,
  pack: PackFormat,
  series: string,
): string => `# Training set: ${withoutTags(result.character).replace(/[\\`*_[\]<>#]/g, '\\$&')}

A character of ${withoutTags(series).replace(/[\\`*_[\]<>#]/g, '\\$&')}, for ${pack.name}: ${pack.description}.

${result.examples} examples, ${result.targets} target lines, ${result.targetSeconds.toFixed(1)} s of their sound. Episodes held out for evaluation: ${result.heldOutEpisodes.length}; nothing of
them is here.

## Use

${pack.usage}
\`targets.jsonl\` lists for each example (counted from 0) the lines that it teaches, with their sound. Clips are 16 kHz
mono WAV.

## The format is published at

${pack.published.map((each) => `- ${each}`).join('\n')}

The speech and the words belong to their owners: whoever trains on them answers for having the right to.
`;

const answersNobody = (character: string): RolecallError =>
  new RolecallError({
    kind: 'usage',
    message: `${character} answers nobody in the episodes that are not held out.`,
    remedy: 'Check the name with `rolecall status`, or hold out other episodes.',
  });
