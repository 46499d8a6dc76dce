// The store at a million utterances: opening, pages, filters, search, edits. Median and 95th percentile.
// Usage: npm run bench:store -- [--utterances 1000000] [--json]
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom, type Utterance } from '../../main/model/index.ts';
import { applyEdit } from '../../main/review/index.ts';
import {
  databasePath,
  findUtterances,
  listEpisodes,
  listUtterances,
  openDatabase,
  putUtterances,
  type WritableDatabase,
} from '../../main/store/index.ts';
import { PLAIN_QUALITY } from '../helpers/quality.ts';

export interface Timing {
  readonly what: string;
  readonly medianMilliseconds: number;
  readonly p95Milliseconds: number;
  readonly count: number;
}

const WORDS =
  'the a lamp harbour fog bell captain night ship light step match ministry stone you me we they is was not never and but if when who lost found turn around tell next port dead far told good evening'.split(
    ' ',
  );
const EPISODE = 800;

function fill(database: WritableDatabase, count: number): void {
  const random = seededRandom(3);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  for (let at = 0; at < count; at += EPISODE) {
    database.transaction(() => {
      const episode = `series-${Math.floor(at / EPISODE / 24)}-episode-${at / EPISODE}`;
      database
        .prepare(`INSERT INTO episode (id, title, series, media, paired_by, status, warnings, samples)
          VALUES (?, ?, ?, ?, 'scan', 'done', '[]', 48000000)`)
        .run(episode, episode, `series-${Math.floor(at / EPISODE / 24)}`, `/media/${episode}.mkv`);
      putUtterances(
        database,
        Array.from({ length: Math.min(EPISODE, count - at) }, (_, index): Utterance => {
          const speaker = `Person ${Math.floor(random() ** 2 * 40)}`;
          return {
            id: `${episode}-c${index}-0`,
            episode,
            start: index * 50_000,
            end: index * 50_000 + 40_000,
            // Each tenth has a word of its own, so that rare words are searched for too.
            text: `${Array.from({ length: 8 }, () => pick(WORDS)).join(' ')}${index % 10 === 0 ? ` rare${at + index}` : ''}`,
            speaker: random() < 0.9 ? speaker : null,
            state:
              random() < 0.85
                ? 'matched'
                : pick(['conflict', 'spoken-not-scripted', 'overlap', 'unusable'] as const),
            review: random() < 0.2 ? 'accepted' : 'unreviewed',
            confidence: random(),
            witnesses: {
              script: { character: speaker, probability: 0.9, lines: [index] },
              subtitle: null,
              voice: [{ character: speaker, probability: 0.8 }],
            },
            mislabelProbability: random(),
            quality: PLAIN_QUALITY,
            cue: index,
            part: 0,
            scene: 0,
            reason: null,
            language: null,
            transcript: null,
          };
        }),
      );
    })();
  }
}

function time(what: string, times: number, work: (turn: number) => unknown): Timing {
  const taken: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const started = performance.now();
    work(turn);
    taken.push(performance.now() - started);
  }
  taken.sort((a, b) => a - b);
  return {
    what,
    medianMilliseconds: taken[times >> 1] ?? 0,
    p95Milliseconds: taken[Math.min(times - 1, Math.floor(times * 0.95))] ?? 0,
    count: times,
  };
}

/** @param least utterances; rounded up to whole episodes */
export function benchStore(least: number): {
  timings: Timing[];
  fillSeconds: number;
  megabytes: number;
} {
  const utterances = Math.ceil(least / EPISODE) * EPISODE;
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-store-'));
  try {
    const project = join(folder, 'million.rolecall');
    let database = openDatabase(project, { create: true });
    const started = performance.now();
    fill(database, utterances);
    database.close();
    const fillSeconds = (performance.now() - started) / 1000;
    const random = seededRandom(5);
    const opening = time('open the project and list its episodes', 5, () => {
      database = openDatabase(project);
      const count = listEpisodes(database).length;
      database.close();
      return count;
    });
    database = openDatabase(project);
    const episodes = listEpisodes(database).map(({ id }) => id);
    const any = (): string => episodes[Math.floor(random() * episodes.length)] as string;
    const word = (): string => WORDS[Math.floor(random() * WORDS.length)] as string;
    const timings = [
      opening,
      time('all utterances of an episode (800)', 40, () => listUtterances(database, any())),
      time('page of the whole project, anywhere', 100, () =>
        findUtterances(database, { after: { id: `${any()}-c10-0` } }),
      ),
      time('filter by speaker, anywhere', 100, (turn) =>
        findUtterances(database, { speaker: `Person ${turn % 40}`, after: { id: `${any()}-c10-0` } }),
      ),
      time('filter by state', 100, () =>
        findUtterances(database, { state: 'conflict', after: { id: `${any()}-c10-0` } }),
      ),
      time('filter by speaker, state and review', 100, (turn) =>
        findUtterances(database, { speaker: `Person ${turn % 40}`, state: 'overlap', review: 'accepted' }),
      ),
      time('search a common word', 100, () => findUtterances(database, { text: `${word()} ` })),
      time('search two common words', 100, () => findUtterances(database, { text: `${word()} ${word()}` })),
      time('search a rare word', 100, () =>
        findUtterances(database, { text: `rare${10 * Math.floor((random() * utterances) / 10)}` }),
      ),
      time('search the beginning of a rare word', 100, () =>
        findUtterances(database, { text: `rare${turnWord(random)}` }),
      ),
      time('search a common word of one speaker', 100, (turn) =>
        findUtterances(database, { text: word(), speaker: `Person ${turn % 40}` }),
      ),
      time('one review edit, on disk', 100, () => {
        const episode = any();
        applyEdit(
          database,
          episode,
          {
            kind: 'assign',
            utterances: [`${episode}-c${Math.floor(random() * 700)}-0`],
            character: 'Person 1',
          },
          'bench',
        );
      }),
    ];
    database.close();
    return { timings, fillSeconds, megabytes: statSync(databasePath(project)).size / 1e6 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const turnWord = (random: () => number): string => String(Math.floor(random() * 9000) + 1000);

export function tellStore({ timings, fillSeconds, megabytes }: ReturnType<typeof benchStore>): void {
  console.log(`store: written in ${fillSeconds.toFixed(0)} s, ${megabytes.toFixed(0)} MB`);
  for (const { what, medianMilliseconds, p95Milliseconds } of timings) {
    console.log(
      `  ${what.padEnd(42)} median ${medianMilliseconds.toFixed(2).padStart(8)} ms, 95% ${p95Milliseconds.toFixed(2).padStart(8)} ms`,
    );
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      utterances: { type: 'string', default: '1000000' },
      json: { type: 'boolean', default: false },
    },
  });
  const figures = benchStore(Number(values.utterances));
  if (values.json) console.log(JSON.stringify(figures));
  else tellStore(figures);
}
