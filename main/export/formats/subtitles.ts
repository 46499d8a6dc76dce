import type { DatasetRow, EpisodeRows } from '../dataset.ts';
import { perEpisode } from './per-episode.ts';
import { clockTime, milliseconds } from './times.ts';

/** SubRip: `NAME: text`. It has no way to write `<` or `{\` but as the start of a tag: they are drawn apart. */
function* srt({ rows }: EpisodeRows): Generator<string> {
  yield* numbered(rows, (row, number) => {
    const [from, to] = timesOf(row);
    return `${number}\n${clockTime(from, ',')} --> ${clockTime(to, ',')}\n${plainTags(`${row.character}: ${row.text}`)}\n\n`;
  });
}

const plainTags = (text: string): string =>
  text
    .replace(/<(?=[A-Za-z/])/g, '< ')
    .replace(/\{(?=\\)/g, '{ ')
    .replaceAll('-->', '->');

/** WebVTT: the speaker as a voice span. */
function* vtt({ rows }: EpisodeRows): Generator<string> {
  yield 'WEBVTT\n\n';
  yield* numbered(rows, (row, number) => {
    const [from, to] = timesOf(row);
    const voice = escapeVtt(row.character);
    return `${number}\n${clockTime(from, '.')} --> ${clockTime(to, '.')}\n<v ${voice}>${escapeVtt(row.text)}</v>\n\n`;
  });
}

const escapeVtt = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const ASS_HEAD = `[Script Info]
ScriptType: v4.00+
WrapStyle: 0
PlayResX: 1280
PlayResY: 720

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,40,&H00FFFFFF,&H000000FF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,2,1,2,20,20,20,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
`;

/** Advanced SubStation Alpha: the speaker as the actor. Times are hundredths of a second there. */
function* ass({ rows }: EpisodeRows): Generator<string> {
  yield ASS_HEAD;
  for (const row of rows) {
    const [from, to] = timesOf(row);
    const actor = withoutTags(row.character).replaceAll(',', ';');
    yield `Dialogue: 0,${assTime(from, to - from < 10 ? 'floor' : 'round')},${assTime(to, to - from < 10 ? 'ceil' : 'round')},Default,${actor},0,0,0,,${withoutTags(row.text)}\n`;
  }
}

/** Braces and backslashes begin commands, whatever follows: their full-width twins do not. */
const withoutTags = (text: string): string =>
  text.replaceAll('{', '｛').replaceAll('}', '｝').replaceAll('\\', '＼');

function assTime(time: number, how: 'floor' | 'round' | 'ceil'): string {
  const hundredths = Math[how](time / 10);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [minutes, seconds] = [Math.floor(hundredths / 6000) % 60, Math.floor(hundredths / 100) % 60];
  return `${Math.floor(hundredths / 360_000)}:${two(minutes)}:${two(seconds)}.${two(hundredths % 100)}`;
}

/** Start and end in milliseconds, never the same. */
function timesOf(row: DatasetRow): [number, number] {
  const from = milliseconds(row.start);
  return [from, Math.max(from + 1, milliseconds(row.end))];
}

function* numbered(
  rows: readonly DatasetRow[],
  cue: (row: DatasetRow, number: number) => string,
): Generator<string> {
  for (const [index, row] of rows.entries()) yield cue(row, index + 1);
}

export const srtFormat = perEpisode('srt', 'srt', 'SubRip subtitles with speakers', srt);
export const vttFormat = perEpisode('vtt', 'vtt', 'WebVTT subtitles with voices', vtt);
export const assFormat = perEpisode('ass', 'ass', 'ASS subtitles with actors', ass);
