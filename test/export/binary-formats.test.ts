import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { writeDataset } from '../../main/export/index.ts';
import { temporaryFolder } from '../helpers/project.ts';
import { decodedSamples, episode, media, request } from './helpers.ts';

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  return (await connection.runAndReadAll(sql)).getRowObjects();
}

it('DuckDB reads the Parquet file: columns, texts, and clips that decode to their samples', async () => {
  const wanted = request({
    formats: ['parquet', 'webdataset'],
    episodes: [episode('e1', [{ text: 'Grüße, "Zoë" 東京' }, { scene: null }])],
  });
  await writeDataset(wanted);
  const file = join(wanted.directory, 'parquet/all-00000-of-00001.parquet');
  const rows = await query(`SELECT *, audio.path AS path, audio.bytes AS bytes FROM '${file}'`);
  expect(
    rows.map((row) => [row['id'], row['text'], row['character'], row['scene'], row['duration'], row['path']]),
  ).toEqual([
    ['e1-0000', 'Grüße, "Zoë" 東京', 'Orla', 0, 16_003 / 16_000, 'e1/e1-0000.flac'],
    ['e1-0001', 'Line 1 of e1.', 'Orla', null, 16_003 / 16_000, 'e1/e1-0001.flac'],
  ]);
  const clip = join(temporaryFolder(), 'clip.flac');
  const [{ bytes }] = rows as [{ bytes: { bytes: Uint8Array } }];
  writeFileSync(clip, bytes.bytes);
  expect(await decodedSamples(clip)).toEqual((await decodedSamples(media())).slice(1000, 17_003));
});

it("Parquet's metadata makes Hugging Face datasets load the clips as Audio", async () => {
  const wanted = request({ formats: ['parquet'] });
  await writeDataset(wanted);
  const file = join(wanted.directory, 'parquet/all-00000-of-00001.parquet');
  const [pair] = await query(
    `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('${file}')`,
  );
  const { info } = JSON.parse(String(pair?.['value'])) as { info: { features: Record<string, unknown> } };
  expect(pair?.['key']).toBe('huggingface');
  expect(info.features['audio']).toEqual({ sampling_rate: 16_000, _type: 'Audio' });
  const columns = await query(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '${file}')`);
  expect(columns.map((column) => column['column_name'])).toEqual(Object.keys(info.features));
  expect(columns[0]?.['column_type']).toBe('STRUCT(bytes BLOB, path VARCHAR)');
});

it('tar reads the shards: a clip and a document for each key, keys without dots', async () => {
  const wanted = request({
    formats: ['webdataset', 'audiofolder'],
    episodes: [episode('a.b', [{ id: 'x.y' }, { id: `${'long'.repeat(60)}` }])],
  });
  await writeDataset(wanted);
  const shard = join(wanted.directory, 'webdataset/all-000000.tar');
  const names = execFileSync('tar', ['-tf', shard], { encoding: 'utf8' }).trimEnd().split('\n');
  expect(names.map((name) => name.slice(name.indexOf('.')))).toEqual(['.flac', '.json', '.flac', '.json']);
  expect(names[0]).toBe('a_b/x_y.flac');
  const clip = execFileSync('tar', ['-xOf', shard, 'a_b/x_y.flac'], { maxBuffer: 1 << 26 });
  expect(clip.equals(readFileSync(join(wanted.directory, 'audiofolder/data/a_b/x_y.flac')))).toBe(true);
  const said = execFileSync('tar', ['-xOf', shard, 'a_b/x_y.json'], { encoding: 'utf8' });
  expect(JSON.parse(said)).toMatchObject({ id: 'x.y', character: 'Orla', sampling_rate: 16_000 });
});
