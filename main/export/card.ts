import { samplesToSeconds } from '../model/index.ts';
import type { DatasetRow } from './dataset.ts';
import type { ExportFormat } from './manifest.ts';

export interface CardFacts {
  readonly name: string;
  readonly formats: readonly ExportFormat[];
  readonly rows: readonly DatasetRow[];
  readonly leftOut: ReadonlyMap<string, number>;
  /** Models that took part, as "id version (licence)". */
  readonly models: readonly string[];
  readonly rolecallVersion: string;
}

/** The dataset card: README.md with the front matter that dataset hubs read. Rights are never guessed. */
export function datasetCard(facts: CardFacts): string {
  const { rows } = facts;
  const seconds = rows.reduce((sum, row) => sum + samplesToSeconds(row.end - row.start), 0);
  const reviewed = rows.filter((row) => row.source.review !== 'unreviewed').length;
  return `${frontMatter(facts)}
# ${escapeMarkdown(facts.name)}

Character-grounded speech: each utterance has one character, one text and one span of audio.

| | |
|---|---|
| utterances | ${rows.length} |
| hours | ${(seconds / 3600).toFixed(3)} |
| characters | ${new Set(rows.map((row) => row.character)).size} |
| episodes | ${new Set(rows.map((row) => row.episode)).size} |
| decided by a person | ${reviewed} of ${rows.length} |

## Characters

| character | utterances | minutes |
|---|---|---|
${byCharacter(rows)}

## How it was made

Rolecall ${facts.rolecallVersion} joined media, subtitles and scripts: script lines were aligned to subtitle cues,
the cues' times were corrected to the sound, and each voice was compared with the named character's.
${facts.models.map((model) => `- ${model}`).join('\n')}

Left out:

${[...facts.leftOut].map(([reason, count]) => `- ${count} × ${reason}`).join('\n') || '- nothing'}

## Rights and source

The licence and the source of the recordings are for the curator to fill in. Nothing was assumed.

- Source: [to be filled in]
- Licence: [to be filled in]
- Consent of the speakers: [to be filled in]
`;
}

function frontMatter(facts: CardFacts): string {
  const lines = [
    '---',
    `pretty_name: ${JSON.stringify(facts.name)}`,
    'license: other',
    'task_categories:',
    '- automatic-speech-recognition',
    '- text-to-speech',
  ];
  if (facts.formats.includes('audiofolder')) {
    lines.push('configs:', '- config_name: default', '  data_dir: audiofolder', '  drop_labels: true');
  }
  return [...lines, '---', ''].join('\n');
}

function byCharacter(rows: readonly DatasetRow[]): string {
  const counts = new Map<string, { count: number; samples: number }>();
  for (const row of rows) {
    const entry = counts.get(row.character) ?? { count: 0, samples: 0 };
    entry.count += 1;
    entry.samples += row.end - row.start;
    counts.set(row.character, entry);
  }
  return [...counts]
    .sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
    .map(
      ([name, { count, samples }]) =>
        `| ${escapeMarkdown(name)} | ${count} | ${(samplesToSeconds(samples) / 60).toFixed(1)} |`,
    )
    .join('\n');
}

/** Names come from untrusted files: they are shown, not obeyed. */
const escapeMarkdown = (text: string): string =>
  text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>#|!]/g, (character) => `\\${character}`);
