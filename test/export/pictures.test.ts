import { Parser } from 'htmlparser2';
import { expect, it } from 'vitest';
import { Dataset } from '../../main/export/dataset.ts';
import { picturesOf } from '../../main/export/pictures.ts';
import { surveyDataset } from '../../main/export/survey.ts';
import { episode } from './helpers.ts';

const survey = surveyDataset(
  new Dataset(
    [
      episode(
        'e',
        Array.from({ length: 30 }, (_, at) => ({
          speaker: `<b>${at % 25}&"`,
          end: at * 24_000 + 1000 + 800 * (at + 1),
        })),
      ),
    ],
    { acceptedOnly: false },
    null,
  ),
);

it('a survey counts every utterance once in each distribution', () => {
  for (const { counts } of survey.histograms) expect(counts.reduce((sum, value) => sum + value, 0)).toBe(30);
  expect(survey.characters.size).toBe(25);
});

it.each(picturesOf(survey).map((picture) => [picture.path, picture] as const))(
  '%s is well-formed and runs nothing',
  (_path, { svg }) => {
    const open: string[] = [];
    const seen = new Set<string>();
    const parser = new Parser(
      {
        onopentag: (name) => {
          open.push(name);
          seen.add(name);
        },
        onclosetag: (name) => expect(open.pop()).toBe(name),
      },
      { xmlMode: true },
    );
    parser.end(svg);
    expect(open).toEqual([]);
    expect(
      [...seen].sort().filter((name) => !['svg', 'title', 'rect', 'text', 'line'].includes(name)),
    ).toEqual([]);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  },
);

it('the characters beyond twenty stand together', () => {
  expect(picturesOf(survey)[0]?.svg).toContain('5 more');
});
