// npm run bench:transcripts: how well wrong texts are told from right ones, without and with a recogniser, and the cost.
// Ends with 1 where an aim is missed: areas under the curve of utterances of 2 s and longer, in the mean of all draws.
// The sample library is run as a user would; then another utterance's text is planted under one utterance in five.
// Usage: npm run bench:transcripts -- [--recogniser WHAT] [--speech] [--draws N] [--json]
// --recogniser: as `rolecall run --recogniser`; with PocketSphinx: "command:node scripts/recognisers/pocketsphinx.mjs".
// --speech: ../shared/data/speech/librispeech too. It comes without texts: PocketSphinx's own words stand for them, a
// third of which are wrong, so that the figure is a lower bound (and says nothing of a recogniser).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { heardTracks } from '../../main/engine/heard-tracks.ts';
import {
  chooseRecogniser,
  createProject,
  type Project,
  runProject,
  scanProject,
} from '../../main/engine/index.ts';
import { projectRecogniser, recogniserName, recogniseSpans } from '../../main/engine/recognise.ts';
import { compareWords } from '../../main/engine/series-words.ts';
import { makeWorkbench } from '../../main/engine/workbench.ts';
import { decode, findTools, probe } from '../../main/media/index.ts';
import { seededRandom, type Utterance } from '../../main/model/index.ts';
import { openRecogniser } from '../../main/recognition/index.ts';
import { CepstrumBuilder, EnergyBuilder } from '../../main/speech/index.ts';
import { listEpisodes, listUtterances, removeCheckpoint, secondsByStage } from '../../main/store/index.ts';
import {
  checkTranscript,
  type HeardTracks,
  learnTranscripts,
  measureItem,
} from '../../main/validation/index.ts';
import { Aims } from '../helpers/aims.ts';
import { sampleLibrary } from '../helpers/sample-score.ts';

const { values } = parseArgs({
  options: {
    recogniser: { type: 'string' },
    speech: { type: 'boolean', default: false },
    draws: { type: 'string', default: '8' },
    json: { type: 'boolean', default: false },
  },
});
const { signal } = new AbortController();
const PLANTED = 0.2;
/** Area under the curve that is wanted of utterances of 2 s and longer. */
const LEAST_AREA = { without: 0.9, with: 0.97 } as const;
const aims = new Aims(values.json ? console.error : console.log);
const judgements: (() => void)[] = [];

/** An utterance with its sound, and what a recogniser heard of it. */
interface Spoken {
  readonly id: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly text: string;
  readonly speaker: string | null;
  readonly tracks: HeardTracks;
  readonly heard: { readonly recogniser: string; readonly text: string } | null;
}

interface Judged {
  readonly wrong: number;
  readonly planted: boolean;
  readonly seconds: number;
}

/** Plants texts, learns from what is then there, and judges all of it. */
function judge(spoken: readonly Spoken[], seed: number): Judged[] {
  const random = seededRandom(seed);
  const items = spoken.flatMap((each) => {
    const other = spoken[Math.floor(random() * spoken.length)] as Spoken;
    const planted = random() < PLANTED && other.text !== each.text;
    const measured = measureItem(
      { ...each, text: planted ? other.text : each.text, language: 'en', isClean: true },
      each.tracks,
    );
    // Of those too short to judge nothing is said.
    return measured === null || measured.isShort ? [] : [{ measured, planted }];
  });
  const model = learnTranscripts(items.map(({ measured }) => measured));
  return items.map(({ measured, planted }) => ({
    wrong: checkTranscript(measured, model).wrong,
    planted,
    seconds: (measured.span.end - measured.span.start) / 16_000,
  }));
}

function areaUnderCurve(rows: readonly Judged[]): number {
  const planted = rows.filter((row) => row.planted);
  const own = rows.filter((row) => !row.planted);
  let won = 0;
  for (const a of planted) for (const b of own) won += a.wrong > b.wrong ? 1 : a.wrong === b.wrong ? 0.5 : 0;
  return won / (planted.length * own.length);
}

/** @param least area under the curve that is wanted; null where none is */
function measure(
  name: string,
  spoken: readonly Spoken[],
  figures: Record<string, unknown>,
  least: number | null,
): void {
  const draws = Array.from({ length: Number(values.draws) }, (_, seed) => judge(spoken, seed + 1));
  const mean = (least: number, most = Number.POSITIVE_INFINITY): number =>
    draws
      .map((rows) => areaUnderCurve(rows.filter(({ seconds }) => seconds >= least && seconds < most)))
      .reduce((sum, each) => sum + each, 0) / draws.length;
  const all = draws.flat();
  const calibration = [0, 0.1, 0.3, 0.5, 0.7, 0.9].map((from, index, edges) => {
    const rows = all.filter(({ wrong }) => wrong >= from && wrong < (edges[index + 1] ?? 1.01));
    return {
      from,
      rows: rows.length,
      wrong: rows.filter(({ planted }) => planted).length / Math.max(1, rows.length),
    };
  });
  const longer = draws.map((rows) => areaUnderCurve(rows.filter(({ seconds }) => seconds >= 2)));
  figures[name] = {
    longer: mean(2),
    shorter: mean(0, 2),
    all: mean(0),
    lowest: Math.min(...longer),
    calibration,
  };
  if (least !== null)
    judgements.push(() => aims.judge(`${name}: AUC from 2 s on`, mean(2), { least }, { digits: 4 }));
  if (values.json) return;
  console.log(
    `${name} (${spoken.length} utterances, ${draws.length} draws): AUC ${mean(2).toFixed(3)} from 2 s on (lowest draw ${Math.min(...longer).toFixed(3)}), ${mean(0, 2).toFixed(3)} under 2 s, ${mean(0).toFixed(3)} all`,
  );
  for (const { from, rows, wrong } of calibration)
    console.log(
      `  said to be wrong from ${from.toFixed(1)}: ${rows} utterances, ${(100 * wrong).toFixed(0)}% of them planted`,
    );
}

async function sampleUtterances(project: Project): Promise<Spoken[]> {
  const settings = projectRecogniser(project.database);
  const workbench = await makeWorkbench(project, { jobs: 1, signal });
  try {
    const found: Spoken[] = [];
    for (const episode of listEpisodes(project.database)) {
      const tracks = await heardTracks(project.path, episode.id);
      if (tracks === null) throw new Error('the run left no sound');
      const rows = listUtterances(project.database, episode.id).filter(isJudged);
      const texts = settings === null ? null : await recogniseSpans(episode, rows, settings, workbench);
      for (const row of rows) {
        const heard = texts?.get(`${row.start}-${row.end}`);
        found.push({
          id: row.id,
          span: row,
          text: row.text,
          speaker: row.speaker,
          tracks,
          heard:
            settings === null || heard === undefined
              ? null
              : { recogniser: recogniserName(settings), text: heard },
        });
      }
    }
    return found;
  } finally {
    await workbench.close();
  }
}

const isJudged = (row: Utterance): boolean =>
  row.text !== '' && row.end > row.start && !['scripted-not-spoken', 'unusable'].includes(row.state);

async function librispeech(): Promise<Spoken[]> {
  const folder = fileURLToPath(new URL('../../../shared/data/speech/librispeech', import.meta.url));
  const sphinx = spawnSync('pocketsphinx_batch', { stdio: 'ignore' }).error === undefined;
  if (!existsSync(folder) || !sphinx) {
    console.log('real speech: ../shared/data or pocketsphinx is absent');
    return [];
  }
  const tools = await findTools();
  const script = fileURLToPath(new URL('../../scripts/recognisers/pocketsphinx.mjs', import.meta.url));
  const recogniser = await openRecogniser({ kind: 'command', command: [process.execPath, script] });
  const files = readdirSync(folder).flatMap((reader) =>
    readdirSync(join(folder, reader)).map((file) => ({ reader, file: join(folder, reader, file) })),
  );
  const sounds: { reader: string; file: string; samples: Int16Array; tracks: HeardTracks }[] = [];
  for (const { reader, file } of files) {
    const parts: number[] = [];
    const cepstra = new CepstrumBuilder();
    const energy = new EnergyBuilder();
    await decode(await probe(file, { tools, signal }), {
      tools,
      signal,
      onChunk: (samples) => {
        for (const sample of samples) parts.push(sample);
        cepstra.push(samples);
        energy.push(samples);
      },
    });
    const track = energy.finish();
    const loudest = track.decibels.reduce((most, each) => Math.max(most, each), -100);
    const probabilities = Float32Array.from({ length: Math.ceil(parts.length / 512) }, (_, window) =>
      (track.decibels[Math.floor(window * 3.2) + 1] ?? -100) > loudest - 30 ? 1 : 0,
    );
    const activity = { probabilities, hop: 512, samples: parts.length };
    sounds.push({
      reader,
      file,
      samples: Int16Array.from(parts),
      tracks: { energy: track, activity, cepstra: cepstra.finish() },
    });
  }
  const texts = await recogniser.recognise(sounds, signal);
  return sounds.map(({ reader, file, samples, tracks }, index) => ({
    id: file.split('/').at(-1) ?? file,
    span: { start: 0, end: samples.length },
    text: texts[index] ?? '',
    speaker: reader,
    tracks,
    heard: null,
  }));
}

const figures: Record<string, unknown> = {};
const folder = mkdtempSync(join(tmpdir(), 'rolecall-transcripts-'));
try {
  const project = await createProject(join(folder, 'Sample.rolecall'), sampleLibrary);
  try {
    await scanProject(project);
    await runProject(project, { signal });
    const stages = secondsByStage(project.database);
    const night = [...stages.values()].reduce((sum, each) => sum + each, 0);
    // Once more with everything warm: the first time loads the language statistics.
    for (const { id } of listEpisodes(project.database)) removeCheckpoint(project.database, id, 'words');
    const workbench = await makeWorkbench(project, { jobs: 1, signal });
    const series = listEpisodes(project.database)[0]?.series ?? '';
    const started = performance.now();
    await compareWords(workbench, series);
    const words = (performance.now() - started) / 1000;
    await workbench.close();
    figures['cost'] = { words, night, share: words / night };
    if (!values.json)
      console.log(
        `words of the sample library: ${words.toFixed(2)} s beside ${night.toFixed(2)} s of all stages (learning, languages and checks)`,
      );
    const cepstra = new CepstrumBuilder();
    const noise = Int16Array.from({ length: 16_000 * 60 }, (_, i) => 8000 * Math.sin(i * i * 1e-5));
    const before = process.cpuUsage();
    for (let at = 0; at < noise.length; at += 16_000) cepstra.push(noise.subarray(at, at + 16_000));
    const used = process.cpuUsage(before);
    const perHour = ((used.user + used.system) / 1e6) * 60;
    figures['cepstraSecondsAnHour'] = perHour;
    if (!values.json) console.log(`cepstra: ${perHour.toFixed(2)} s of one core for an hour of sound`);
    measure('without a recogniser', await sampleUtterances(project), figures, LEAST_AREA.without);
    if (values.recogniser !== undefined) {
      await chooseRecogniser(project, values.recogniser, { allowRemote: false });
      measure(`with ${values.recogniser}`, await sampleUtterances(project), figures, LEAST_AREA.with);
    }
  } finally {
    project.close();
  }
  if (values.speech) {
    const spoken = await librispeech();
    if (spoken.length > 0) measure('real speech, texts a third wrong', spoken, figures, null);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (values.json) console.log(JSON.stringify(figures));
for (const judge of judgements) judge();
process.exitCode = aims.close();
