// The dials at a million utterances: reading the project once, then counting after each move of a dial.
// Ends with 1 where an aim is missed.
// Usage: npm run bench:gates -- [--utterances 1000000] [--json]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GateTable } from '../../main/engine/gate-table.ts';
import {
  GATE_NAMES,
  type GateSettings,
  PRESETS,
  seededRandom,
  type Utterance,
} from '../../main/model/index.ts';
import { openDatabase, putUtterances, type WritableDatabase } from '../../main/store/index.ts';
import { Aims } from '../helpers/aims.ts';

const { values } = parseArgs({
  options: { utterances: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false } },
});
const EPISODE = 800;
const MOVES = 60;

/** Every measure is there, so that every dial has a column to go over. */
function fill(database: WritableDatabase, count: number): void {
  const random = seededRandom(3);
  for (let at = 0; at < count; at += EPISODE) {
    const episode = `episode-${at / EPISODE}`;
    const rows = Array.from({ length: Math.min(EPISODE, count - at) }, (_, index): Utterance => {
      const speaker = `Person ${Math.floor(random() ** 2 * 40)}`;
      return {
        id: `${episode}-c${index}-0`,
        episode,
        start: index * 50_000,
        end: index * 50_000 + 8000 + Math.floor(random() * 40_000),
        text: 'Mind the step, it is not there.',
        speaker,
        state: random() < 0.9 ? 'matched' : 'conflict',
        review: random() < 0.2 ? 'accepted' : 'unreviewed',
        confidence: random() ** 0.2,
        witnesses: { script: null, subtitle: null, voice: [] },
        mislabelProbability: random() ** 4,
        quality: {
          loudness: -20,
          signalToNoise: random() * 40,
          clipping: random() ** 8 * 0.05,
          bandwidth: 2000 + random() * 6000,
          speechRatio: random() ** 0.3,
          music: random() ** 4,
          overlap: random() ** 4,
          dropouts: random() ** 8 * 0.2,
          telephone: random() < 0.02,
          reverberation: random() * 2,
          cutEdges: random() < 0.1 ? 'end' : 'none',
        },
        cue: index,
        part: 0,
        scene: 0,
        reason: null,
        language: { code: random() < 0.98 ? 'en' : 'fr', probability: 0.99, mixed: false, source: 'text' },
        transcript: {
          wrong: random() ** 4,
          syllables: 8,
          nuclei: 8,
          syllablesPerSecond: 4,
          usualSyllablesPerSecond: 4,
          soundFit: 2,
          recogniser: null,
        },
      };
    });
    database.transaction(() => {
      database
        .prepare(`INSERT INTO episode (id, title, series, media, paired_by, status, warnings, samples)
          VALUES (?, ?, 'Series', ?, 'scan', 'done', '[]', 48000000)`)
        .run(episode, episode, `/media/${episode}.mkv`);
      putUtterances(database, rows);
    })();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'rolecall-gates-'));
try {
  const database = openDatabase(join(folder, 'many.rolecall'), { create: true });
  // Filling is not what is measured.
  database.pragma('synchronous = OFF');
  fill(database, Number(values.utterances));
  const table = new GateTable(database);
  const random = seededRandom(1);
  const memory = (): number => process.memoryUsage().rss / 1e6;
  const before = memory();
  const started = performance.now();
  const first = await table.count({ acceptedOnly: false, gates: PRESETS.balanced });
  const readSeconds = (performance.now() - started) / 1000;
  const taken: number[] = [];
  const worked: number[] = [];
  let gates: GateSettings = PRESETS.balanced;
  const dials = GATE_NAMES.filter((name) => PRESETS.balanced[name] !== undefined);
  for (let move = 0; move < MOVES; move += 1) {
    const name = dials[move % dials.length] as (typeof dials)[number];
    const setting = gates[name];
    if (setting === undefined) continue;
    gates = { ...gates, [name]: { ...setting, limit: setting.limit * (0.8 + 0.4 * random()) } };
    const from = performance.now();
    const work = process.cpuUsage();
    await table.count({ acceptedOnly: false, gates });
    taken.push(performance.now() - from);
    worked.push(process.cpuUsage(work).user / 1000);
  }
  taken.sort((a, b) => a - b);
  worked.sort((a, b) => a - b);
  const from = performance.now();
  await table.sample({ acceptedOnly: false, gates }, { reason: null, size: 30, seed: 1 });
  const figures = {
    utterances: Number(values.utterances),
    considered: first.considered.utterances,
    readSeconds,
    medianMilliseconds: taken[taken.length >> 1] ?? 0,
    /** Time on a core: what remains where the machine does much else. */
    medianCoreMilliseconds: worked[worked.length >> 1] ?? 0,
    p95Milliseconds: taken[Math.floor(taken.length * 0.95)] ?? 0,
    sampleMilliseconds: performance.now() - from,
    megabytes: memory() - before,
  };
  database.close();
  const aims = new Aims(values.json ? console.error : console.log);
  aims.tell('utterances', figures.utterances, { digits: 0 });
  aims.tell('read once', readSeconds, { unit: 's', digits: 1 });
  aims.judge('memory of the columns', figures.megabytes, { most: 500 }, { unit: 'MB', digits: 0 });
  aims.tell('a dial moved, median', figures.medianMilliseconds, { unit: 'ms', digits: 1 });
  aims.judge('a dial moved, 95%', figures.p95Milliseconds, { under: 200 }, { unit: 'ms', digits: 1 });
  aims.tell('  of it on a core, median', figures.medianCoreMilliseconds, { unit: 'ms', digits: 1 });
  aims.judge('a sample of 30 drawn', figures.sampleMilliseconds, { under: 500 }, { unit: 'ms', digits: 0 });
  if (values.json) console.log(JSON.stringify(figures));
  process.exitCode = aims.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
