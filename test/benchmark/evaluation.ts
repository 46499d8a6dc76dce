/**
 * npm run bench:evaluation: does ARP-Eval tell apart what it claims to? Words: transcripts of a series, learnt on some
 * episodes, tested on others. Voices: a made series of six characters. Exits with 1 where a promise is not kept.
 */
import { fileURLToPath } from 'node:url';
import type { Estimate } from '../../main/evaluation/index.ts';
import { findTools } from '../../main/media/index.ts';
import { InferenceHost } from '../../native-models/index.ts';
import { madeCast, measureVoices } from './evaluation/voices.ts';
import { LEADS, measureWords, readTranscripts, withoutNames } from './evaluation/words.ts';

const DATA = fileURLToPath(new URL('../../../shared/data', import.meta.url));
const LEAST_AREA = 0.8;
let kept = true;

const interval = ({ mean, low, high, count }: Estimate): string =>
  `${mean.toFixed(3)} (95% ${low.toFixed(3)} to ${high.toFixed(3)}, n = ${count})`;
const say = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

const episodes = readTranscripts(`${DATA}/alignment/clean`);
if (episodes.length === 0) say('Words: skipped, ../shared/data/alignment is absent.');
else {
  say(`Content Personalization: ${episodes.length} episodes, ${LEADS.length} leads, five folds by episode.`);
  const rows = [
    { name: '20-line answers, lines from all held-out episodes', figure: measureWords(episodes) },
    { name: '20-line answers, consecutive lines', figure: measureWords(episodes, { dealt: false }) },
    { name: '20-line answers, names of the leads masked', figure: measureWords(withoutNames(episodes)) },
    { name: '10-line answers', figure: measureWords(episodes, { size: 10 }) },
    { name: 'single lines', figure: measureWords(episodes, { size: 1 }) },
  ];
  for (const { name, figure } of rows) {
    say(
      `  ${name}: AUC ${interval(figure.area)}, chance 0.500; own character highest ${(
        100 * figure.identified
      ).toFixed(0)}% of ${figure.answers}, chance ${(100 / LEADS.length).toFixed(0)}%`,
    );
  }
  const [first] = rows;
  if (first !== undefined) {
    say(
      `  by lead: ${[...first.figure.byLead].map(([lead, area]) => `${lead} ${area.toFixed(3)}`).join(', ')}`,
    );
    if (first.figure.area.mean < LEAST_AREA) kept = false;
  }
}

say();
const { ffmpeg } = await findTools();
const made = madeCast(`${DATA}/speech/librispeech`, ffmpeg.path);
if (made === null) say('Voices: skipped, ../shared/data/speech is absent.');
else {
  const host = new InferenceHost();
  try {
    const figures = await measureVoices(made.cast, made.synthesiser, host.speakerEncoder());
    say(`Acoustic Personalization: ${made.cast.length} characters.`);
    for (const { system, similarity, margin, nearestIsCharacter } of figures) {
      say(
        `  ${system}: similarity ${interval(similarity)}; margin ${interval(margin)}; nearest voice is the character's ${(
          100 * nearestIsCharacter
        ).toFixed(0)}%`,
      );
    }
    for (const measure of ['similarity', 'margin'] as const) {
      const apart = figures.flatMap((one, at) =>
        figures.slice(at + 1).map((two) => ({
          pair: `${one.system} / ${two.system}`,
          isApart: one[measure].low > two[measure].high || two[measure].low > one[measure].high,
        })),
      );
      say(
        `  intervals by ${measure}: ${apart.map(({ pair, isApart }) => `${pair}: ${isApart ? 'apart' : 'they touch'}`).join('; ')}`,
      );
      if (measure === 'margin' && apart.some(({ isApart }) => !isApart)) kept = false;
    }
  } finally {
    await host.close();
  }
}
process.exitCode = kept ? 0 : 1;
