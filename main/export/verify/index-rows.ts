import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { gateName } from '../../model/index.ts';
import { CARD_FILE, EXCLUDED_FILE, excludedRow, INDEX_FILE, LEDGER_FILE } from '../manifest.ts';
import { byBytes, folded } from '../names.ts';
import { groupIsOf, splitOf } from '../splits.ts';
import { readDocuments } from './read-lines.ts';
import { type Check, Reporter } from './report.ts';

/** Rows against the manifest's counts and its split; names and spans as they must be. */
export function checkIndex({ manifest, rows, findings }: Check): void {
  const report = new Reporter({ findings }, INDEX_FILE);
  if (rows.length !== manifest.utterances) {
    report.say(`holds ${rows.length} rows, the manifest says ${manifest.utterances}`);
  }
  const seconds = rows.reduce((sum, row) => sum + row.end - row.start, 0);
  // Each row's times are rounded to milliseconds, the manifest's sum is not.
  if (Math.abs(seconds - manifest.seconds) > 0.001 * (rows.length + 1)) {
    report.say(`holds ${seconds.toFixed(3)} s, the manifest says ${manifest.seconds.toFixed(3)} s`);
  }
  const characters = [...new Set(rows.map((row) => row.character))].sort(byBytes);
  if (characters.join('\n') !== manifest.characters.join('\n')) {
    report.say('holds other characters than the manifest');
  }
  const [keys, names] = [new Set<string>(), new Set<string>()];
  for (const row of rows) {
    const key = `${row.episode}\n${row.id}`;
    if (keys.has(key)) report.say(`holds ${row.id} twice`);
    if (names.has(folded(row.name))) report.say(`uses the name ${row.name} twice`);
    keys.add(key);
    names.add(folded(row.name));
    if (row.end <= row.start) report.say(`${row.id} ends before it starts`);
    if (row.text.trim() === '') report.say(`${row.id} has no text`);
    if ((row.clip === null) !== (manifest.clips === null))
      report.say(`${row.id} has ${row.clip === null ? 'no' : 'a'} clip`);
  }
  report.end();
}

/** Clips say what became of them where the manifest says that they were to be enhanced, and only there. */
export function checkEnhancements({ manifest, rows, findings }: Check): void {
  const report = new Reporter({ findings }, INDEX_FILE);
  const isAsked = manifest.clips !== null && manifest.clips.enhance !== 'none';
  for (const { id, clip } of rows) {
    if (clip === null || (clip.enhancement !== undefined) === isAsked) continue;
    report.say(
      `${id} ${isAsked ? 'does not say whether it was enhanced' : 'says that it was to be enhanced'}`,
    );
  }
  report.end();
}

/** Groups are never divided, and each is where its name and the seed put it. */
export function checkSplits({ manifest, rows, findings }: Check): void {
  const report = new Reporter({ findings }, INDEX_FILE);
  const { split: plan } = manifest;
  const splits = new Map<string, string>();
  for (const row of rows) {
    if (plan === null) {
      if (row.split !== null) report.say(`${row.id} is in the split ${row.split}, but the dataset has none`);
      continue;
    }
    if (row.split === null || row.group === null) {
      report.say(`${row.id} is in no split`);
      continue;
    }
    if (!groupIsOf(row.group, row, plan.by)) report.say(`${row.id} is in the group of other lines`);
    const other = splits.get(row.group);
    if (other !== undefined && other !== row.split) {
      report.say(`leak: ${row.id} is in ${row.split}, others of its ${plan.by} in ${other}`);
    } else if (splitOf(row.group, plan) !== row.split) {
      report.say(`${row.id} is in ${row.split}, its ${plan.by} was drawn for ${splitOf(row.group, plan)}`);
    }
    splits.set(row.group, other ?? row.split);
  }
  report.end();
}

const ledgerLine = z.object({
  episode: z.string(),
  at: z.string(),
  who: z.string(),
  sentence: z.string(),
  utterances: z.array(z.string()).min(1),
});

/** The ledger names only rows that are there. */
export async function checkLedger(check: Check): Promise<void> {
  const keys = new Set(check.rows.map((row) => `${row.episode}\n${row.id}`));
  const report = new Reporter(check, LEDGER_FILE);
  for (const { episode, utterances } of await readDocuments(check, LEDGER_FILE, ledgerLine)) {
    for (const id of utterances) {
      if (!keys.has(`${episode}\n${id}`)) report.say(`names ${id}, which is not in the dataset`);
    }
  }
  report.end();
}

/** What was left out is told once each, and is not in the dataset. */
export async function checkExcluded(check: Check): Promise<void> {
  const { excluded } = check.manifest;
  // Datasets of earlier versions do not tell it.
  if (excluded === undefined) return;
  const report = new Reporter(check, EXCLUDED_FILE);
  const keys = new Set(check.rows.map((row) => `${row.episode}\n${row.id}`));
  const told = new Set<string>();
  let rows = 0;
  for (const { episode, id, reasons } of await readDocuments(check, EXCLUDED_FILE, excludedRow)) {
    const key = `${episode}\n${id}`;
    rows += 1;
    if (keys.has(key)) report.say(`names ${id}, which is in the dataset`);
    if (told.has(key)) report.say(`names ${id} twice`);
    told.add(key);
    for (const { gate, limit } of reasons) {
      const set = gateName.safeParse(gate);
      if (gate === null || (set.success && check.manifest.gates?.[set.data]?.limit === limit)) continue;
      report.say(`holds ${id} back by a gate that was not set (${gate})`);
    }
  }
  if (rows !== excluded) report.say(`holds ${rows} rows, the manifest says ${excluded}`);
  report.end();
}

/** The card says what hubs ask for, and the right number of utterances. */
export async function checkCard(check: Check): Promise<void> {
  const report = new Reporter(check, CARD_FILE);
  const text = await readFile(join(check.folder, CARD_FILE), 'utf8').catch(() => null);
  if (text === null) report.say('is missing: the dataset has no card');
  else {
    if (!/^---\n[\s\S]*?\nlicense: \S+[\s\S]*?\n---\n/.test(text))
      report.say('has no front matter with a licence');
    if (!text.includes(`| utterances | ${check.manifest.utterances} |`)) {
      report.say(`does not say that there are ${check.manifest.utterances} utterances`);
    }
    const { excluded } = check.manifest;
    if (excluded !== undefined && !text.includes(`| left out | ${excluded} |`)) {
      report.say(`does not say that ${excluded} utterances were left out`);
    }
  }
}
