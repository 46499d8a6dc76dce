import { existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../engine/cache.ts';
import type { Project } from '../engine/project.ts';
import {
  countBySpeaker,
  countByState,
  episodeFigures,
  getEpisodeSync,
  listEpisodes,
  mostDoubtful,
  secondsByStage,
} from '../store/index.ts';
import { findOutliers, type Measure } from './outliers.ts';
import type { MorningReport, ReportedEpisode, RunFigures } from './report-model.ts';
import { reportPage } from './report-page.ts';

const DOUBTFUL_SHOWN = 25;
const rounded = (value: number, digits = 3): number => Number(value.toFixed(digits));

/** Gathers the report from what the project holds. */
export async function gatherReport(project: Project, run: RunFigures | null): Promise<MorningReport> {
  const { database } = project;
  const counts = countByState(database);
  const figures = new Map(episodeFigures(database).map((each) => [each.episode, each]));
  const states: Record<string, number> = {};
  const byEpisode = new Map<string, Record<string, number>>();
  for (const { episode, state, count } of counts) {
    states[state] = (states[state] ?? 0) + count;
    byEpisode.set(episode, { ...byEpisode.get(episode), [state]: count });
  }
  const episodes = listEpisodes(database).map((each): ReportedEpisode => {
    const found = figures.get(each.id);
    const sync = getEpisodeSync(database, each.id);
    return {
      id: each.id,
      title: each.title,
      series: each.series,
      status: each.status,
      failure: each.failure,
      warnings: each.warnings,
      audioSeconds: each.samples === null ? null : rounded(each.samples / 16_000),
      utterances: each.utterances,
      states: byEpisode.get(each.id) ?? {},
      matched: found?.matched ?? null,
      conflict: found?.conflict ?? null,
      confidence: found?.confidence ?? null,
      mislabel: found?.mislabel ?? null,
      channels: each.channels ?? null,
      signalToNoise: found?.signalToNoise ?? null,
      agreement: sync?.evidence.agreement ?? null,
      pieces: sync?.pieces.length ?? null,
    };
  });
  return {
    project: project.path,
    library: project.library,
    madeAt: new Date().toISOString(),
    run,
    episodes,
    failures: episodes.flatMap(({ id, title, failure }) =>
      failure === null ? [] : [{ episode: id, title, problem: failure }],
    ),
    outliers: findOutliers(measuresOf(episodes)),
    doubtful: mostDoubtful(database, DOUBTFUL_SHOWN).map((row) => ({
      id: row.id,
      episode: row.episode,
      start: rounded(row.start / 16_000),
      text: row.text,
      speaker: row.speaker,
      heard: row.witnesses.voice[0]?.character ?? null,
      mislabel: row.mislabelProbability ?? 0,
    })),
    states,
    characters: countBySpeaker(database).map(({ speaker, count, seconds, ...rest }) => ({
      series: rest.series,
      character: speaker,
      utterances: count,
      seconds: rounded(seconds),
      accepted: rest.accepted,
    })),
    stageSeconds: Object.fromEntries(secondsByStage(database)),
    disk: {
      database: await bytesIn(project.path, (name) => name.startsWith('project.db')),
      cache: await bytesIn(join(project.path, 'cache')),
      backups: await bytesIn(join(project.path, 'backups')),
      exports: await bytesIn(join(project.path, 'exports')),
    },
  };
}

function measuresOf(episodes: readonly ReportedEpisode[]): Measure[] {
  const measure = (
    name: string,
    worse: Measure['worse'],
    unit: Measure['unit'],
    least: number,
    value: (episode: ReportedEpisode) => number | null,
  ): Measure => ({
    name,
    worse,
    unit,
    least,
    values: episodes.map((episode) => ({ episode: episode.id, value: value(episode) })),
  });
  return [
    measure('matched with the script', 'low', '%', 0.05, (each) => each.matched),
    measure('in conflict', 'high', '%', 0.03, (each) => each.conflict),
    measure('names the voice doubts', 'high', '%', 0.03, (each) => each.mislabel),
    measure('subtitles on speech', 'low', '%', 0.05, (each) => each.agreement),
    measure('signal to noise', 'low', 'dB', 3, (each) => each.signalToNoise),
    measure('utterances a minute', 'low', '', 1, (each) =>
      each.audioSeconds ? (60 * each.utterances) / each.audioSeconds : null,
    ),
  ];
}

/** Whether the last run wrote its report to the end. */
export const hasReport = (project: Project): boolean => existsSync(join(project.path, 'report.json'));

/** Call it before something is changed: a report that is there tells of the last run that ended. */
export const forgetReport = (project: Project): Promise<void> =>
  rm(join(project.path, 'report.json'), { force: true });

/** Bytes of the files below a folder; 0 where there is none. */
async function bytesIn(folder: string, wanted: (name: string) => boolean = () => true): Promise<number> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of all) {
    if (!entry.isFile() || !wanted(entry.name)) continue;
    bytes += await stat(join(entry.parentPath, entry.name)).then(
      ({ size }) => size,
      () => 0,
    );
  }
  return bytes;
}

/**
 * Writes `report.html`, which stands alone, and `report.json` into the project's folder.
 *
 * @throws RolecallError `environment` where they cannot be written
 */
export async function writeReport(
  project: Project,
  run: RunFigures | null,
): Promise<{ html: string; json: string; report: MorningReport }> {
  const report = await gatherReport(project, run);
  const html = join(project.path, 'report.html');
  const json = join(project.path, 'report.json');
  await writeWhole(html, reportPage(report));
  // Last: where it is missing, the report is to be written.
  await writeWhole(json, `${JSON.stringify(report, null, 2)}\n`);
  return { html, json, report };
}
