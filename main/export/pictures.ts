import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { samplesToSeconds } from '../model/index.ts';
import { escapeXml } from './formats/markup.ts';
import type { Histogram, Survey } from './survey.ts';

export const PICTURES_FOLDER = 'pictures';

/** A picture of the card. */
export interface Picture {
  /** Seen from the exported folder. */
  readonly path: string;
  readonly title: string;
  readonly svg: string;
}

const WIDTH = 640;
const MOST_CHARACTERS = 20;

/** The pictures of a dataset: its distributions as bars. */
export function picturesOf(survey: Survey): Picture[] {
  const histograms = survey.histograms.map(
    (each): Picture => ({
      path: `${PICTURES_FOLDER}/${each.label.replace(/\W+/g, '-')}.svg`,
      title: `Utterances by ${each.label}`,
      svg: columns(each),
    }),
  );
  return [
    { path: `${PICTURES_FOLDER}/characters.svg`, title: 'Minutes by character', svg: characterBars(survey) },
    ...histograms,
  ];
}

export async function writePictures(folder: string, survey: Survey): Promise<void> {
  await mkdir(join(folder, PICTURES_FOLDER), { recursive: true });
  for (const { path, svg } of picturesOf(survey)) await writeFile(join(folder, path), svg);
}

const svg = (height: number, title: string, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="sans-serif" font-size="12">\n` +
  `<title>${escapeXml(title)}</title>\n<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>\n${content}</svg>\n`;

/** Bars from left to right, the most frequent range as high as the picture. */
function columns({ label, unit, from, width, counts }: Histogram): string {
  const [left, top, bottom] = [50, 24, 200];
  const highest = Math.max(...counts, 1);
  const step = (WIDTH - left - 20) / counts.length;
  const name = unit === '' ? label : `${label} (${unit})`;
  const bars = counts.map((count, index) => {
    const height = ((bottom - top) * count) / highest;
    const range = `${tidy(from + index * width)} to ${tidy(from + (index + 1) * width)}`;
    return `<rect x="${tidy(left + index * step + 1)}" y="${tidy(bottom - height)}" width="${tidy(step - 2)}" height="${tidy(height)}" fill="#3b6ea5"><title>${range}: ${count}</title></rect>\n`;
  });
  const ticks = counts.flatMap((_, index) =>
    index % 4 === 0
      ? [`<text x="${tidy(left + index * step)}" y="216" fill="#222">${tidy(from + index * width)}</text>\n`]
      : [],
  );
  const axes =
    `<text x="4" y="${top + 6}" fill="#222">${highest}</text>\n<text x="4" y="${bottom}" fill="#222">0</text>\n` +
    `<line x1="${left}" y1="${bottom}" x2="${WIDTH - 20}" y2="${bottom}" stroke="#222"/>\n` +
    `<text x="${WIDTH / 2}" y="236" text-anchor="middle" fill="#222">${escapeXml(name)}</text>\n`;
  return svg(244, `Utterances by ${label}`, [...bars, ...ticks, axes].join(''));
}

/** A bar for each of the characters that speak most, the rest together. */
function characterBars({ characters }: Survey): string {
  const sorted = [...characters]
    .map(([name, { samples }]) => ({ name, minutes: samplesToSeconds(samples) / 60 }))
    .sort((a, b) => b.minutes - a.minutes || (a.name < b.name ? -1 : 1));
  const shown = sorted.slice(0, MOST_CHARACTERS);
  const rest = sorted.slice(MOST_CHARACTERS);
  if (rest.length > 0) {
    shown.push({ name: `${rest.length} more`, minutes: rest.reduce((sum, each) => sum + each.minutes, 0) });
  }
  const longest = Math.max(...shown.map((each) => each.minutes), 1e-6);
  const bars = shown.map(({ name, minutes }, index) => {
    const y = 10 + index * 20;
    const label = name.length > 24 ? `${name.slice(0, 23)}…` : name;
    return (
      `<text x="170" y="${y + 13}" text-anchor="end" fill="#222">${escapeXml(label)}</text>\n` +
      `<rect x="178" y="${y}" width="${tidy((380 * minutes) / longest)}" height="16" fill="#3b6ea5"/>\n` +
      `<text x="${tidy(184 + (380 * minutes) / longest)}" y="${y + 13}" fill="#222">${minutes.toFixed(1)}</text>\n`
    );
  });
  return svg(20 + shown.length * 20, 'Minutes by character', bars.join(''));
}

const tidy = (value: number): string => String(Math.round(value * 100) / 100);
