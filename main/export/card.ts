import { type Amount, type EnhancementOutcome, samplesToSeconds } from '../model/index.ts';
import { clipPlace } from './clips.ts';
import { LEAST_LIKENESS } from './enhance.ts';
import type { FormatJob, Provenance } from './format.ts';
import { limitInWords } from './gate-costs.ts';
import { EXCLUDED_FILE, INDEX_FILE, LEDGER_FILE } from './manifest.ts';
import { oneLine } from './names.ts';
import { picturesOf } from './pictures.ts';
import type { Share, Survey } from './survey.ts';

/** The dataset card: README.md with the front matter that dataset hubs read. Rights are never guessed. */
export function datasetCard(job: FormatJob): string {
  const { survey, provenance } = job;
  return `${frontMatter(job)}
# ${escapeMarkdown(provenance.name)}

Character-grounded speech: each utterance has one character, one text and one span of audio.

| | |
|---|---|
| utterances | ${survey.utterances} |
| hours | ${(samplesToSeconds(survey.samples) / 3600).toFixed(3)} |
| characters | ${survey.characters.size} |
| series | ${survey.series.map(escapeMarkdown).join(', ')} |
| episodes | ${survey.episodes.size} |
| decided by a person | ${survey.reviewed} of ${survey.utterances} |
| left out | ${leftOutOf(provenance)} |
${tagRow(survey)}
${picturesOf(survey)
  .map(({ path, title }) => `![${title}](${path})`)
  .join('\n\n')}

## Characters

| character | utterances | minutes |
|---|---|---|
${byCharacter(survey)}

${splitSection(job)}## How it was made

Rolecall ${provenance.rolecallVersion} joined media, subtitles and scripts: script lines were aligned to subtitle cues,
the cues' times were corrected to the sound, and each voice was compared with the named character's.

${provenance.models.map((model) => `- ${model}`).join('\n')}

${clipSection(job)}Who decided what is in \`${LEDGER_FILE}\`: each decision with its time, its author and its utterances.

## What was left out

Every utterance that is not here is in \`${EXCLUDED_FILE}\` with all its reasons. By the first reason of each:

${[...provenance.leftOut].map(([reason, count]) => `- ${count} × ${reason}`).join('\n') || '- nothing'}

${gateSection(job)}## Measured quality

${measuredSection(job)}

## Rights and source

The licence and the source of the recordings are for the curator to fill in. Nothing was assumed.

- Source: [to be filled in]
- Licence: [to be filled in]
- Consent of the speakers: [to be filled in]
`;
}

const leftOutOf = ({ leftOut }: Provenance): number =>
  [...leftOut.values()].reduce((sum, each) => sum + each, 0);

/** A telephone is a property of the line, not a fault: said where it was looked for. */
const tagRow = ({ telephone }: Survey): string =>
  telephone.looked === 0
    ? ''
    : `| over a telephone or radio | ${telephone.found} of ${telephone.looked} where it was looked for |\n`;

/** What each gate cost, so that a reader can judge what is missing. */
function gateSection({ provenance }: FormatJob): string {
  const { gates } = provenance;
  if (gates === null) return '';
  if (gates.gates.length === 0) return 'No gate was set.\n\n';
  const minutesOf = ({ seconds }: Amount): string => (seconds / 60).toFixed(1);
  const rows = gates.gates.map((cost) => {
    const most = cost.characters
      .slice(0, 5)
      .map(({ character, alone }) => `${escapeMarkdown(oneLine(character))} ${alone.utterances}`);
    return `| ${cost.gate} | ${limitInWords(cost)} | ${cost.unmeasured === 'pass' ? 'passes' : 'stays out'} | ${cost.measured} | ${cost.alone.utterances} | ${minutesOf(cost.alone)} | ${cost.only.utterances} | ${minutesOf(cost.only)} | ${most.join(', ')} |`;
  });
  const { considered, included } = gates;
  return `### Gates

Of ${considered.utterances} utterances (${minutesOf(considered)} minutes) that no rule keeps out, the gates let ${included.utterances} (${minutesOf(included)} minutes) in. *Alone*: what a gate holds back whatever the others do. *Only*: what it holds back and no other does.

| gate | limit | unmeasured | measured | alone | minutes | only | minutes | of whom, alone |
|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}

`;
}

function measuredSection({ provenance, survey }: FormatJob): string {
  const measured = provenance.measured.map((sentence) => `- ${escapeMarkdown(sentence)}`);
  const { verified, compared } = survey.voices;
  if (compared > 0) {
    const share = ((100 * verified) / compared).toFixed(1);
    measured.push(
      `- The voice most like each line's is its character's in ${share}% of the ${compared} lines whose voice could be compared.`,
    );
  }
  if (provenance.measured.length === 0) {
    measured.push(
      '- Label error: not measured, because no blind audit was made. One in the window gives it, with its interval.',
    );
  }
  return measured.join('\n');
}

function splitSection({ split, survey, provenance }: FormatJob): string {
  if (split === null) return '';
  const rows = [...survey.splits].map(
    ([name, { utterances, samples, groups }]) =>
      `| ${name} | ${groups} | ${utterances} | ${minutes({ utterances, samples })} |`,
  );
  const { leaks } = provenance;
  const found =
    leaks === null
      ? 'Leaks were not looked for.'
      : `Leaks between splits: ${leaks.sound} by sound${leaks.heard ? '' : ' (not listened for)'}, ${leaks.text} by text; ${leaks.dropped} utterances were left out for them.`;
  return `## Splits

Whole groups (${split.by}), drawn by a hash of their name with the seed \`${escapeMarkdown(split.seed)}\`: what is added later does not move them.

| split | groups | utterances | minutes |
|---|---|---|---|
${rows.join('\n')}

${found}

`;
}

function clipSection({ clips, formats, enhanced }: FormatJob): string {
  if (clipPlace(formats) === 'none') return '';
  const parts = [
    `${clips.codec.toUpperCase()}, mono, ${clips.rate === null ? "at the source's rate" : `${clips.rate} Hz`}`,
    clips.padding > 0 ? `${samplesToSeconds(clips.padding)} s of padding` : 'no padding',
    clips.fade > 0 ? `${samplesToSeconds(clips.fade)} s of fade` : 'no fade',
    clips.loudness === null ? 'level as it was' : `level ${clips.loudness} dBFS`,
  ];
  return `Clips: ${parts.join(', ')}.\n\n${enhancedSection({ clips, enhanced })}`;
}

function enhancedSection({ clips, enhanced }: Pick<FormatJob, 'clips' | 'enhanced'>): string {
  if (clips.enhance === 'none') return '';
  const of = (outcome: EnhancementOutcome): number => enhanced.get(outcome) ?? 0;
  const all = [...enhanced.values()].reduce((sum, each) => sum + each, 0);
  return `Noise was lowered by ${clips.enhance} in ${of('applied')} of ${all} clips, by 12 dB at most; \`enhanced_by\` in the metadata and \`enhancement\` in \`${INDEX_FILE}\` tell each. As they were: ${of('voice-changed')} whose voice would have been another (likeness below ${LEAST_LIKENESS}), ${of('voice-unknown')} with too little of a voice to compare.\n\n`;
}

function frontMatter({ provenance, formats, survey, split }: FormatJob): string {
  const lines = [
    '---',
    `pretty_name: ${JSON.stringify(provenance.name).replaceAll('<', '\\u003c')}`,
    'license: other',
    `size_categories:\n- ${sizeCategory(survey.utterances)}`,
    'task_categories:',
    '- automatic-speech-recognition',
    '- text-to-speech',
  ];
  const parts = split === null ? [null] : [...survey.splits.keys()];
  const configs: string[] = [];
  const config = (name: string, path: (part: string | null) => string, more: string[] = []): void => {
    configs.push(`- config_name: ${name}`, ...more, '  data_files:');
    for (const part of parts) configs.push(`  - split: ${part ?? 'train'}`, `    path: ${path(part)}`);
  };
  // Named files, so that a folder or an episode called "test" is not taken for a split.
  if (formats.includes('parquet')) config('parquet', (part) => `parquet/${part ?? 'all'}-*.parquet`);
  if (formats.includes('audiofolder')) {
    config('audiofolder', (part) => (part === null ? 'audiofolder/**' : `audiofolder/${part}/**`), [
      '  drop_labels: true',
    ]);
  }
  if (formats.includes('webdataset')) config('webdataset', (part) => `webdataset/${part ?? 'all'}-*.tar`);
  if (configs.length > 0) lines.push('configs:', ...configs);
  return [...lines, '---', ''].join('\n');
}

function sizeCategory(utterances: number): string {
  const limits = [1e3, 1e4, 1e5, 1e6, 1e7];
  const names = ['n<1K', '1K<n<10K', '10K<n<100K', '100K<n<1M', '1M<n<10M', '10M<n<100M'];
  return names[limits.filter((limit) => utterances >= limit).length] as string;
}

function byCharacter({ characters }: Survey): string {
  return [...characters]
    .sort(([a, x], [b, y]) => y.utterances - x.utterances || (a < b ? -1 : 1))
    .map(([name, share]) => `| ${escapeMarkdown(name)} | ${share.utterances} | ${minutes(share)} |`)
    .join('\n');
}

const minutes = ({ samples }: Share): string => (samplesToSeconds(samples) / 60).toFixed(1);

/** Names come from untrusted files: they are shown, not obeyed. */
const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()#|!~]/g, (character) => `\\${character}`);
