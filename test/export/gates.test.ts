import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeDataset } from '../../main/export/index.ts';
import {
  describeFile,
  EXCLUDED_FILE,
  type ExcludedRow,
  excludedRow,
  listFiles,
  MANIFEST_FILE,
  type Manifest,
} from '../../main/export/manifest.ts';
import { reasonsToLeaveOut, type Selection } from '../../main/export/selection.ts';
import { surveyLeftOut } from '../../main/export/survey.ts';
import { GATE_NAMES, GATES, gateSettings, PRESETS, type Quality } from '../../main/model/index.ts';
import { GOOD_QUALITY } from '../helpers/quality.ts';
import { episode, hashes, request, verify } from './helpers.ts';

const quality = (given: Partial<Quality>): { quality: Quality } => ({
  quality: { ...GOOD_QUALITY, ...given },
});
const episodes = () => [
  episode('e1', [
    { speaker: 'Orla', ...quality({}) },
    { speaker: 'Bram', ...quality({ signalToNoise: 4, music: 0.95 }) },
    { speaker: 'Bram', ...quality({ telephone: true }) },
    { speaker: 'Orla', review: 'rejected' },
    { speaker: null },
  ]),
  episode('e2', [
    { speaker: 'Orla', ...quality({ signalToNoise: 4 }) },
    { speaker: 'Ines', quality: null },
  ]),
];
const balanced: Selection = { acceptedOnly: false, gates: PRESETS.balanced };
const wanted = (selection: Selection) => request({ formats: ['csv'], selection, episodes: episodes() });

const excludedOf = (directory: string): ExcludedRow[] =>
  readFileSync(join(directory, EXCLUDED_FILE), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => excludedRow.parse(JSON.parse(line)));

describe('what is left out', () => {
  it('is written with every reason, what was measured and the limit; counted by card and manifest', async () => {
    const { directory, utterances } = await writeDataset(wanted(balanced));
    expect(utterances).toBe(3);
    const rows = excludedOf(directory);
    expect(
      rows.map(({ id, reasons }) => [id, reasons.map(({ gate, value, limit }) => [gate, value, limit])]),
    ).toEqual([
      [
        'e1-0001',
        [
          ['signal-to-noise', 4, PRESETS.balanced['signal-to-noise']?.limit],
          ['music', 0.95, PRESETS.balanced.music?.limit],
        ],
      ],
      ['e1-0003', [[null, null, null]]],
      ['e1-0004', [[null, null, null]]],
      ['e2-0000', [['signal-to-noise', 4, PRESETS.balanced['signal-to-noise']?.limit]]],
    ]);
    expect(rows[1]?.reasons[0]?.reason).toBe('rejected in review');
    const manifest = JSON.parse(readFileSync(join(directory, MANIFEST_FILE), 'utf8')) as Manifest;
    expect(manifest.excluded).toBe(4);
    expect(manifest.gates).toEqual(PRESETS.balanced);
    const card = readFileSync(join(directory, 'README.md'), 'utf8');
    expect(card).toContain('| left out | 4 |');
    expect(card).toMatch(
      /\| signal-to-noise \| at least 8 dB \| passes \| 4 \| 2 \| [\d.]+ \| 1 \| [\d.]+ \|/,
    );
    expect(card).toContain('| over a telephone or radio | 1 of 2 where it was looked for |');
    expect((await verify(directory)).findings).toEqual([]);
  });

  it('is the same bytes twice', async () => {
    const [one, two] = [await writeDataset(wanted(balanced)), await writeDataset(wanted(balanced))];
    expect(hashes(one.directory)).toEqual(hashes(two.directory));
  });

  it('without gates is only what rules keep out', async () => {
    const { directory, utterances } = await writeDataset(wanted({ acceptedOnly: false }));
    expect(utterances).toBe(5);
    expect(excludedOf(directory).map(({ id }) => id)).toEqual(['e1-0003', 'e1-0004']);
    expect(readFileSync(join(directory, 'README.md'), 'utf8')).toContain('No gate was set.');
  });
});

describe('damage to what was left out is found by verify', () => {
  const row = (text: string, at: number): ExcludedRow =>
    excludedRow.parse(JSON.parse(text.split('\n')[at] as string));
  const rows: [string, RegExp, (text: string) => string][] = [
    ['a row is gone', /holds 3 rows, the manifest says 4/, (text) => text.slice(text.indexOf('\n') + 1)],
    ['a row is there twice', /names e1-0001 twice/, (text) => `${text.split('\n')[0]}\n${text}`],
    [
      'a row of the dataset is among them',
      /names e1-0000, which is in the dataset/,
      (text) => text.replace('"id":"e1-0001"', '"id":"e1-0000"'),
    ],
    [
      'a reason is of a gate that was not set',
      /by a gate that was not set/,
      (text) =>
        `${text}${JSON.stringify({ ...row(text, 0), id: 'x', reasons: [{ ...row(text, 0).reasons[0], limit: 7 }] })}\n`,
    ],
  ];
  it.each(rows)('%s', async (_title, message, harm) => {
    const { directory } = await writeDataset(wanted(balanced));
    const file = join(directory, EXCLUDED_FILE);
    writeFileSync(file, harm(readFileSync(file, 'utf8')));
    const manifestFile = join(directory, MANIFEST_FILE);
    const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;
    manifest.files = [];
    for (const path of await listFiles(directory)) {
      if (path !== MANIFEST_FILE)
        manifest.files.push({ path, ...(await describeFile(join(directory, path))) });
    }
    writeFileSync(manifestFile, JSON.stringify(manifest));
    const { findings } = await verify(directory);
    expect(findings.map((finding) => finding.message).join('\n')).toMatch(message);
    expect(findings.every((finding) => finding.file === EXCLUDED_FILE)).toBe(true);
  });
});

const anySelection = fc
  .array(fc.tuple(fc.constantFrom(...GATE_NAMES), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()))
  .map(
    (dials): Selection => ({
      acceptedOnly: false,
      gates: gateSettings.parse(
        Object.fromEntries(
          dials.map(([name, at, out]) => {
            const { from, to } = GATES[name].dial;
            return [name, { limit: from + at * (to - from), unmeasured: out ? 'out' : 'pass' }];
          }),
        ),
      ),
    }),
  );

it('property: what has a reason is what is not in; costs add up', () => {
  const all = episodes();
  fc.assert(
    fc.property(anySelection, (selection) => {
      const reasons = all.flatMap(({ utterances }) =>
        utterances.map((utterance) => reasonsToLeaveOut(utterance, selection)),
      );
      const { gates, counts } = surveyLeftOut(all, selection);
      const excluded = reasons.filter((each) => each.length > 0);
      expect([...counts.values()].reduce((sum, each) => sum + each, 0)).toBe(excluded.length);
      expect(gates.included.utterances).toBe(reasons.length - excluded.length);
      for (const cost of gates.gates) {
        const holding = excluded.filter((each) => each.some(({ gate }) => gate === cost.gate));
        expect(cost.alone.utterances).toBe(holding.length);
        expect(cost.only.utterances).toBe(holding.filter((each) => each.length === 1).length);
        const sum = cost.characters.reduce((total, { alone }) => total + alone.utterances, 0);
        expect(sum).toBe(cost.alone.utterances);
      }
    }),
  );
});
