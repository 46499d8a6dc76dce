import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { decode, findTools, probe, type Tools } from '../../main/media/index.ts';

const run = promisify(execFile);

let found: Promise<Tools> | undefined;
export const tools = (): Promise<Tools> => (found ??= findTools());

/** Runs ffmpeg with these arguments; the last one is the file it makes. */
export async function ffmpeg(...args: readonly string[]): Promise<string> {
  const { ffmpeg: tool } = await tools();
  await run(tool.path, ['-v', 'error', '-nostdin', '-y', ...args]);
  return args.at(-1)!;
}

/** A sine of so many seconds as an input of ffmpeg. */
export const sine = (seconds: number, rate = 48_000, hertz = 440): string[] => [
  '-f',
  'lavfi',
  '-i',
  `sine=frequency=${hertz}:sample_rate=${rate}:duration=${seconds}`,
];

/** All samples of a file at 16 kHz. */
export async function samplesOf(file: string): Promise<Int16Array> {
  const parts: Int16Array[] = [];
  const info = await probe(file, { tools: await tools() });
  await decode(info, { tools: await tools(), onChunk: (part) => void parts.push(part) });
  const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
