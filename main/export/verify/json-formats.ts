import { z } from 'zod';
import { RECIPE_FILE } from '../formats/recipe.ts';
import type { IndexRow } from '../manifest.ts';
import { readDocuments } from './read-lines.ts';
import { type Check, compareIds, Reporter } from './report.ts';

/** The parts that a format writes files for. */
const partsOf = ({ manifest, rows }: Check): IndexRow['split'][] =>
  manifest.split === null ? [null] : [...new Set(rows.map((row) => row.split))];

const near = (a: number, b: number): boolean => Math.abs(a - b) < 0.002;

const folderLine = z.object({
  file_name: z.string(),
  id: z.string(),
  text: z.string(),
  character: z.string(),
  start: z.number(),
  end: z.number(),
  enhanced_by: z.string().nullish(),
});

/** metadata.jsonl of each part: the index's rows, each beside its clip. */
export async function checkAudiofolder(check: Check): Promise<void> {
  for (const part of partsOf(check)) {
    const base = part === null ? 'audiofolder' : `audiofolder/${part}`;
    const path = `${base}/metadata.jsonl`;
    const byClip = new Map(
      check.rows.filter((row) => row.split === part).map((row) => [row.clip?.path ?? '', row]),
    );
    const lines = await readDocuments(check, path, folderLine);
    compareIds(
      check,
      path,
      lines.map((line) => `${base}/${line.file_name}`),
      [...byClip.keys()],
    );
    const report = new Reporter(check, path);
    for (const line of lines) {
      const row = byClip.get(`${base}/${line.file_name}`);
      if (row === undefined) continue;
      const wasEnhanced = row.clip?.enhancement === 'applied';
      const same =
        line.id === row.id &&
        line.text === row.text &&
        line.character === row.character &&
        (line.enhanced_by ?? null) === (wasEnhanced ? check.manifest.clips?.enhance : null);
      if (!same || !near(line.start, row.start) || !near(line.end, row.end)) {
        report.say(`${line.file_name} says otherwise than the index of ${row.id}`);
      }
    }
    report.end();
  }
}

const dialogueLine = z.object({
  id: z.string(),
  episode: z.object({ id: z.string() }),
  text: z.string(),
  character: z.string(),
  context: z.array(z.string()),
  audio: z.string().nullable(),
});

/** Each row as in the index, its context before it. */
export async function checkDialogues(check: Check): Promise<void> {
  const path = 'dialogues.jsonl';
  const lines = await readDocuments(check, path, dialogueLine);
  const byKey = new Map(check.rows.map((row) => [`${row.episode}\n${row.id}`, row]));
  compareIds(
    check,
    path,
    lines.map((line) => `${line.episode.id}\n${line.id}`),
    [...byKey.keys()],
  );
  const report = new Reporter(check, path);
  const before = new Set<string>();
  for (const { id, episode, text, character, context, audio } of lines) {
    const row = byKey.get(`${episode.id}\n${id}`);
    for (const each of context) {
      const other = byKey.get(`${episode.id}\n${each}`);
      if (!before.has(`${episode.id}\n${each}`)) {
        report.say(`${id} names the context ${each}, which does not come before it`);
      } else if (other?.split !== row?.split)
        report.say(`leak: the context ${each} of ${id} is in another split`);
    }
    before.add(`${episode.id}\n${id}`);
    if (row === undefined) continue;
    if (text !== row.text || character !== row.character) report.say(`${id} says otherwise than the index`);
    if (audio !== (row.clip?.path ?? null)) report.say(`${id} names the clip ${audio}, which is not its own`);
  }
  report.end();
}

const nemoLine = z.object({ audio_filepath: z.string(), duration: z.number(), text: z.string() });

export async function checkNemo(check: Check): Promise<void> {
  for (const part of partsOf(check)) {
    const path = part === null ? 'nemo_manifest.jsonl' : `nemo_manifest_${part}.jsonl`;
    const byClip = new Map(
      check.rows.filter((row) => row.split === part).map((row) => [row.clip?.path ?? '', row]),
    );
    const lines = await readDocuments(check, path, nemoLine);
    compareIds(
      check,
      path,
      lines.map((line) => line.audio_filepath),
      [...byClip.keys()],
    );
    const report = new Reporter(check, path);
    for (const line of lines) {
      const row = byClip.get(line.audio_filepath);
      if (row?.clip === undefined || row.clip === null) continue;
      if (!near(line.duration, row.clip.samples / row.clip.rate) || line.text !== row.text) {
        report.say(`${line.audio_filepath} says otherwise than the index of ${row.id}`);
      }
    }
    report.end();
  }
}

const recordingLine = z.object({
  id: z.string(),
  sources: z.tuple([
    z.object({ type: z.literal('file'), channels: z.array(z.number()), source: z.string() }),
  ]),
  sampling_rate: z.number().int(),
  num_samples: z.number().int(),
  duration: z.number(),
});
const supervisionLine = z.object({
  id: z.string(),
  recording_id: z.string(),
  start: z.number(),
  duration: z.number(),
  text: z.string(),
});

/** Every recording has its clip and its supervision. */
export async function checkLhotse(check: Check): Promise<void> {
  const [recordingsFile, supervisionsFile] = ['lhotse/recordings.jsonl.gz', 'lhotse/supervisions.jsonl.gz'];
  const recordings = await readDocuments(check, recordingsFile, recordingLine);
  const supervisions = await readDocuments(check, supervisionsFile, supervisionLine);
  const byClip = new Map(check.rows.map((row) => [row.clip?.path ?? '', row]));
  compareIds(
    check,
    recordingsFile,
    recordings.map((each) => each.sources[0].source),
    [...byClip.keys()],
  );
  compareIds(
    check,
    supervisionsFile,
    supervisions.map((each) => each.recording_id),
    recordings.map((each) => each.id),
  );
  const report = new Reporter(check, recordingsFile);
  const durations = new Map<string, number>();
  for (const each of recordings) {
    const clip = byClip.get(each.sources[0].source)?.clip;
    if (clip && (clip.samples !== each.num_samples || clip.rate !== each.sampling_rate)) {
      report.say(`${each.id} says otherwise than the index`);
    }
    durations.set(each.id, each.duration);
  }
  report.end();
  const second = new Reporter(check, supervisionsFile);
  for (const each of supervisions) {
    if (each.start + each.duration > (durations.get(each.recording_id) ?? 0) + 1e-4) {
      second.say(`${each.id} goes on after its recording`);
    }
  }
  second.end();
}

const recipeLine = z.union([
  z.object({ kind: z.literal('rolecall-recipe'), utterances: z.number().int() }),
  z.object({ episode: z.object({ id: z.string(), utterances: z.number().int() }) }),
  z.object({ utterance: z.object({ id: z.string(), episode: z.string() }) }),
  z.object({ excluded: z.object({ id: z.string(), episode: z.string() }) }),
]);

export async function checkRecipe(check: Check): Promise<void> {
  const lines = await readDocuments(check, RECIPE_FILE, recipeLine);
  const found = lines.flatMap((line) =>
    'utterance' in line ? [`${line.utterance.episode}\n${line.utterance.id}`] : [],
  );
  compareIds(
    check,
    RECIPE_FILE,
    found,
    check.rows.map((row) => `${row.episode}\n${row.id}`),
  );
  if (lines[0] === undefined || !('kind' in lines[0])) new Reporter(check, RECIPE_FILE).say('has no head');
}
