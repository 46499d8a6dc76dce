import { alignFiles, detectSpeechInFile, embedFiles, rebuildDataset, verifyExport } from '../engine/index.ts';
import { reportExport } from './export-options.ts';
import { ProgressLine, printable, printJson, printLines, table } from './output.ts';
import type { Session } from './session.ts';

export interface AlignOptions {
  readonly subtitles: string;
  readonly script: string;
  readonly media?: string;
}

export async function align(session: Session, options: AlignOptions): Promise<void> {
  const result = await alignFiles({ ...options, signal: session.signal });
  for (const warning of result.warnings) process.stderr.write(`${warning}\n`);
  if (session.json) {
    const { warnings: _, ...output } = result;
    printJson(output);
    return;
  }
  const rows = result.utterances.map((row) => [
    `${row.cue}.${row.part}`,
    row.start.toFixed(3),
    row.end.toFixed(3),
    row.confidence.toFixed(2),
    printable(row.speaker ?? '-'),
    printable(row.text),
  ]);
  printLines([
    ...table(['cue', 'start', 'end', 'sure', 'speaker', 'text'], rows),
    `${result.unmatchedLines.length} lines of the script were not found in the subtitles.`,
  ]);
}

export async function vad(session: Session, media: string): Promise<void> {
  const line = new ProgressLine();
  const result = await detectSpeechInFile(media, {
    signal: session.signal,
    onProgress: (fraction) => line.show(`${Math.floor(fraction * 100)}%`),
  }).finally(() => line.end());
  if (session.json) printJson(result);
  else {
    printLines([
      ...table(
        ['start', 'end'],
        result.segments.map(({ start, end }) => [start.toFixed(3), end.toFixed(3)]),
      ),
      `${result.segments.length} segments in ${result.duration.toFixed(3)} s.`,
    ]);
  }
}

export interface EmbedOptions {
  readonly segments?: string | null;
  readonly encoder?: string;
}

export async function embed(
  session: Session,
  media: readonly string[],
  { segments = null, encoder }: EmbedOptions,
): Promise<void> {
  const result = await embedFiles(media, { segments, encoder, signal: session.signal });
  for (const { file, start, end, reason } of result.refused) {
    process.stderr.write(`${file} ${start.toFixed(3)}-${end.toFixed(3)}: no embedding (${reason}).\n`);
  }
  if (result.refused.length > 0) session.setExitCode(1);
  if (session.json) {
    const { refused: _, ...output } = result;
    printJson(output);
    return;
  }
  printLines(
    table(
      ['file', 'start', 'end', 'vector'],
      result.embeddings.map(({ file, start, end, vector }) => [
        printable(file),
        start.toFixed(3),
        end.toFixed(3),
        `${vector
          .slice(0, 4)
          .map((value) => value.toFixed(3))
          .join(' ')} …`,
      ]),
    ),
  );
}

export async function verify(session: Session, directory: string): Promise<void> {
  const line = new ProgressLine();
  const result = await verifyExport(directory, {
    signal: session.signal,
    onProgress: (fraction) => line.show(`${Math.floor(fraction * 100)}%`),
  }).finally(() => line.end());
  if (!result.ok) session.setExitCode(1);
  if (session.json) {
    printJson(result);
    return;
  }
  for (const { file, message } of result.findings) process.stderr.write(`${printable(file)} ${message}.\n`);
  printLines([
    result.ok
      ? `Good: ${result.files} files, ${result.utterances} utterances, ${result.seconds.toFixed(3)} s.`
      : `${result.findings.length} faults in ${directory}.`,
  ]);
}

export async function rebuild(
  session: Session,
  recipe: string,
  directory: string,
  library: string,
): Promise<void> {
  const line = new ProgressLine();
  const result = await rebuildDataset({
    recipe,
    directory,
    library,
    signal: session.signal,
    onProgress: (_fraction, message) => line.show(message),
  }).finally(() => line.end());
  reportExport(session, result);
}
