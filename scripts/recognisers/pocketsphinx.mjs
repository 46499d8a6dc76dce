#!/usr/bin/env node
/**
 * PocketSphinx as a recogniser for Rolecall: `rolecall run PROJECT --recogniser "command:node scripts/recognisers/pocketsphinx.mjs"`.
 * Debian: apt-get install pocketsphinx pocketsphinx-en-us. Given WAV files (16 kHz, mono, 16 bit), it prints
 * {"results": [{"file", "text"}]}. US English only; POCKETSPHINX_MODEL names another model's folder.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const model = process.env['POCKETSPHINX_MODEL'] ?? '/usr/share/pocketsphinx/model/en-us';
const files = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'pocketsphinx-'));
try {
  const control = join(folder, 'files.txt');
  const answers = join(folder, 'answers.txt');
  writeFileSync(control, files.map((file) => `${resolve(file).replace(/\.wav$/, '')}\n`).join(''));
  execFileSync(
    'pocketsphinx_batch',
    [
      ...['-adcin', 'yes', '-adchdr', '44', '-cepext', '.wav', '-ctl', control, '-hyp', answers],
      ...['-hmm', join(model, 'en-us'), '-lm', join(model, 'en-us.lm.bin')],
      ...['-dict', join(model, 'cmudict-en-us.dict'), '-logfn', '/dev/null'],
    ],
    { stdio: 'ignore' },
  );
  const texts = new Map(
    readFileSync(answers, 'utf8')
      .split('\n')
      .flatMap((line) => {
        const match = /^(.*?)\s*\((\S+)(?: -?\d+)?\)$/.exec(line);
        return match === null ? [] : [[match[2], match[1] ?? '']];
      }),
  );
  const results = files.map((file) => ({ file, text: texts.get(resolve(file).replace(/\.wav$/, '')) ?? '' }));
  process.stdout.write(`${JSON.stringify({ results })}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
