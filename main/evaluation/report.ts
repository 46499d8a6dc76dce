import { escapeHtml } from './escape.ts';
import type { JudgedSystem } from './judge.ts';
import { type ChartRow, describeEstimate, intervalChart } from './report-chart.ts';
import type { CharacterScore, Evaluation, SystemScore } from './scores.ts';
import type { Estimate } from './statistics.ts';

/** A sound that the report carries with it. */
export interface EmbeddedSound {
  readonly type: string;
  readonly base64: string;
}

/** Sounds for the report's players by prompt and system; system null: the real answer. */
export type ReportSounds = (prompt: string, system: string | null) => EmbeddedSound | null;

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#1a202c;background:#fff}
table{border-collapse:collapse;margin:1rem 0;width:100%}th,td{border-bottom:1px solid #cbd5e0;padding:.3rem .6rem;text-align:left;vertical-align:top}
.wide{overflow-x:auto}td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}svg text{font:13px system-ui,sans-serif;fill:#1a202c}svg .none{fill:#718096}svg{max-width:100%;height:auto}
audio{height:2rem;width:16rem;max-width:100%}.note{color:#4a5568}h3{margin-top:2rem}blockquote{margin:.2rem 0;padding-left:.8rem;border-left:3px solid #cbd5e0}`;

/**
 * The report as one HTML file that loads nothing: its policy allows no script, no connection and no other file, and
 * everything that comes from a library or a model is text.
 */
export function reportHtml(evaluation: Evaluation, sounds: ReportSounds): string {
  const { series, heldOut, systems, ceiling, floor } = evaluation;
  const names = systems.map(({ name }) => name);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; media-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width"><title>ARP-Eval: ${escapeHtml(series)}</title><style>${STYLE}</style></head><body>
<h1>ARP-Eval: <bdi>${escapeHtml(series)}</bdi></h1>
<p>${escapeHtml(names.join(', '))} on ${heldOut.length} held-out episode${heldOut.length === 1 ? '' : 's'}, ${ceiling.characters.length} characters. Figures are means with 95% bootstrap intervals; every character counts the same.</p>
<h2>Acoustic Personalization</h2>
<p>Cosine similarity of the answers' voice to the character's real held-out voice. Ceiling: the character's own real answers. Floor: other characters' real answers.</p>
${intervalChart(
  'Acoustic Personalization',
  rowsOf(evaluation, ({ overall }) => overall.similarity),
)}
<p class="note">Margin: the same minus the similarity to the most similar other character; above 0 the answers sound most like the character.</p>
${intervalChart(
  'Margin',
  rowsOf(evaluation, ({ overall }) => overall.margin),
)}
<h2>Content Personalization</h2>
<p>Log-odds that the words are the character's and not another's, learnt from the other episodes. 0 says nothing either way.</p>
${intervalChart(
  'Content Personalization',
  rowsOf(evaluation, ({ overall }) => overall.content),
)}
${evaluation.withoutWords.length === 0 ? '' : `<p class="note">Too few lines to learn the words of: ${escapeHtml(evaluation.withoutWords.join(', '))}.</p>`}
${intelligibilityOf(evaluation)}
${judgeOf(evaluation)}
<h2>Context</h2>
<p class="note">AudioRole (arXiv 2509.23435) reports averages of 0.31 (Acoustic Personalization) and 0.36 (Content Personalization) for its trained models. Its formulas, encoder and series are not these: the figures are not comparable.</p>
${comparisonsOf(evaluation)}
<h2>Characters</h2>
${[ceiling, ...systems, floor].map(systemTable).join('\n')}
<h2>Answers</h2>
${answersOf(evaluation, sounds)}
</body></html>
`;
}

function rowsOf(
  { ceiling, floor, systems }: Evaluation,
  of: (system: SystemScore) => Estimate | null,
): ChartRow[] {
  return [
    { label: ceiling.name, estimate: of(ceiling), kind: 'ceiling' },
    ...systems.map((system) => ({ label: system.name, estimate: of(system), kind: 'system' as const })),
    { label: floor.name, estimate: of(floor), kind: 'floor' },
  ];
}

function intelligibilityOf(evaluation: Evaluation): string {
  const { recogniser } = evaluation;
  if (recogniser === null) return '';
  const { name, failure, spoken, measured, withoutText } = recogniser;
  const other = spoken - measured - withoutText;
  const left = [
    withoutText === 0 ? '' : ` Not measured: ${withoutText} without a text to compare with.`,
    other === 0 ? '' : ` Not measured for another reason: ${other}.`,
  ].join('');
  return `<h2>Intelligibility</h2>
<p>Word error rate: words that ${escapeHtml(name)} heard otherwise than the answer's own text has them, over the words of the text; 0 is best. The real answers show what the recogniser itself gets wrong. ${measured} of ${spoken} spoken answers were measured.${left}</p>
${failure === null ? '' : `<p><strong>Warning: the recogniser stopped working, so this is not measured in full.</strong> ${escapeHtml(failure)}</p>`}
${
  measured === 0
    ? ''
    : intervalChart(
        'Word error rate',
        rowsOf(evaluation, ({ overall }) => overall.wordErrorRate).filter(({ kind }) => kind !== 'floor'),
      )
}`;
}

function judgeOf({ judge }: Evaluation): string {
  if (judge === null) return '';
  const rows = (of: (system: JudgedSystem) => Estimate | null): ChartRow[] =>
    judge.systems.map((system, at) => ({
      label: system.name,
      estimate: of(system),
      kind: at === 0 ? 'ceiling' : 'system',
    }));
  const failed = judge.systems.reduce((sum, system) => sum + system.failed, 0);
  return `<h2>Judge model</h2>
<p>${escapeHtml(judge.model)} rated each answer's words from 1 to 5 without knowing whose they are${failed === 0 ? '' : `; it gave no rating for ${failed}`}. A model's opinion, not a measurement.</p>
<h3>As the character would say it</h3>${intervalChart(
    'Role fidelity by the judge',
    rows(({ character }) => character),
  )}
<h3>Fits what was said before</h3>${intervalChart(
    'Fit by the judge',
    rows(({ fit }) => fit),
  )}
<details><summary>The rubric</summary><blockquote>${escapeHtml(judge.rubric)}</blockquote></details>`;
}

function comparisonsOf({ comparisons }: Evaluation): string {
  if (comparisons.length === 0) return '';
  const rows = comparisons.map(
    ({ measure, first, second, difference, probability }) =>
      `<tr><td>${measure}</td><td>${escapeHtml(first)}</td><td>${escapeHtml(second)}</td><td class="n">${describeEstimate(difference)}</td><td class="n">${difference.count}</td><td class="n">${probability.toFixed(4)}</td></tr>`,
  );
  return `<h2>Systems compared on the same prompts</h2>
<table><thead><tr><th>measure</th><th>first</th><th>second</th><th>first minus second</th><th>prompts</th><th>p</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

const shown = (estimate: Estimate | null): string =>
  estimate === null
    ? '–'
    : `${estimate.mean.toFixed(2)}<br><small>${estimate.low.toFixed(2)} to ${estimate.high.toFixed(2)}</small>`;
const number = (value: number | null, digits = 2): string => (value === null ? '–' : value.toFixed(digits));

function systemTable({ name, characters }: SystemScore): string {
  const rows = characters.map(
    ({ character, answered, acoustic, content, quality }: CharacterScore) =>
      `<tr><td><bdi>${escapeHtml(character)}</bdi></td>${[
        String(answered),
        shown(acoustic.similarity),
        number(acoustic.position),
        shown(acoustic.margin),
        shown(content.score),
        number(content.position),
        shown(quality.speechRate),
        shown(quality.silence),
        shown(quality.wordErrorRate),
        number(quality.clipping, 4),
        number(quality.repeated),
      ]
        .map((cell) => `<td class="n">${cell}</td>`)
        .join('')}</tr>`,
  );
  return `<h3>${escapeHtml(name)}</h3><div class="wide"><table><thead><tr><th>character</th><th>answers</th><th>similarity</th><th>of ceiling</th><th>margin</th><th>words</th><th>of ceiling</th><th>words a second</th><th>silence</th><th>word errors</th><th>clipping</th><th>repeated</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function answersOf(evaluation: Evaluation, sounds: ReportSounds): string {
  const byPrompt = Map.groupBy(evaluation.answers, ({ prompt }) => prompt);
  return [...byPrompt]
    .map(([prompt, answers]) => {
      const rows = answers.map(({ system, text, voice, words, evidence, recognised }) => {
        const sound = sounds(prompt, system === evaluation.ceiling.name ? null : system);
        const heard =
          sound === null
            ? ''
            : `<br><audio controls preload="none" src="data:${escapeHtml(sound.type)};base64,${sound.base64}"></audio>`;
        const understood =
          recognised === null
            ? ''
            : `<br><small class="note">recogniser heard: <bdi>${escapeHtml(recognised.heard === '' ? '(nothing)' : recognised.heard)}</bdi>, word error rate ${number(recognised.wordErrorRate)}</small>`;
        const why = evidence.map(({ feature, weight }) => `${feature} ${weight > 0 ? '+' : '−'}`).join(', ');
        return `<tr><td>${escapeHtml(system)}</td><td><bdi>${escapeHtml(text ?? '(no words)')}</bdi>${understood}${heard}</td><td class="n">${number(voice?.similarity ?? null)}</td><td class="n">${number(words)}</td><td class="note">${escapeHtml(why)}</td></tr>`;
      });
      return `<details><summary><bdi>${escapeHtml(answers[0]?.character ?? '')}</bdi>, ${escapeHtml(prompt)}</summary><table><thead><tr><th>from</th><th>answer</th><th>similarity</th><th>words</th><th>for (+) and against (−)</th></tr></thead><tbody>${rows.join('')}</tbody></table></details>`;
    })
    .join('\n');
}
