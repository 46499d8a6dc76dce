import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TrueUtterance, Truth } from './fixtures/make/truth.ts';

const library = join(import.meta.dirname, 'fixtures/library');
const truths = join(import.meta.dirname, 'fixtures/library-truth');

type Cue = { readonly start: number; readonly end: number; readonly text: string };

// Read with a few regular expressions and not with the product's readers, which are judged by this library.
const episodes = readdirSync(truths)
  .sort()
  .map((file) => {
    const truth = JSON.parse(readFileSync(join(truths, file), 'utf8')) as Truth;
    const script = scriptLines(readFileSync(join(library, truth.script), 'utf8'));
    return { name: truth.title, truth, cues: cuesOf(truth.subtitles), script };
  });

test('the library holds two episodes and is smaller than 5 MB', () => {
  const files = readdirSync(library, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(library, file)).isFile(),
  );
  expect(files.sort()).toEqual(
    episodes.flatMap(({ truth }) => [truth.media, truth.subtitles, truth.script]).sort(),
  );
  expect(episodes).toHaveLength(2);
  const bytes = files.reduce((sum, file) => sum + statSync(join(library, file)).size, 0);
  expect(bytes).toBeLessThan(5_000_000);
});

test('the same people speak in both episodes', () => {
  const [first, second] = episodes.map(({ truth }) => truth.characters.map(({ name }) => name).sort());
  expect(first).toEqual(second);
  expect(first!.length).toBeGreaterThanOrEqual(6);
});

describe.each(episodes)('$name', ({ truth, cues, script }) => {
  const { utterances } = truth;

  test('lasts three to five minutes, as the truth says', () => {
    expect(mediaSeconds(join(library, truth.media))).toBeCloseTo(truth.seconds, 1);
    expect(truth.seconds).toBeGreaterThanOrEqual(180);
    expect(truth.seconds).toBeLessThanOrEqual(300);
  });

  test('its utterances lie in order inside the media', () => {
    for (const [index, { start, end }] of utterances.entries()) {
      expect(start).toBeGreaterThan(utterances[index - 1]?.start ?? 0);
      expect(end).toBeGreaterThan(start + 0.1);
      expect(end).toBeLessThan(truth.seconds);
    }
  });

  test('overlap is marked on one pair, exactly where two sound at once', () => {
    const together = utterances.filter((one) =>
      utterances.some((other) => other !== one && other.start < one.end && one.start < other.end),
    );
    expect(utterances.filter(({ overlaps }) => overlaps)).toEqual(together);
    expect(together).toHaveLength(2);
    expect(together[0]!.character).not.toBe(together[1]!.character);
  });

  test('whoever speaks is in the list of characters', () => {
    const known = new Set(truth.characters.map(({ name }) => name));
    for (const { character, characters } of utterances) {
      for (const name of characters ?? (character === null ? [] : [character])) expect(known).toContain(name);
    }
  });

  test('each cue holds its utterances, one part each', () => {
    const parts = cues.map((_, index) => utterances.filter(({ cue }) => cue === index + 1));
    expect(parts.flat()).toHaveLength(utterances.filter(({ inSubtitles }) => inSubtitles).length);
    for (const [index, inCue] of parts.entries()) {
      expect(inCue.map(({ part }) => part)).toEqual(inCue.map((_, part) => part));
      expect(cueParts(cues[index]!)).toHaveLength(inCue.length);
    }
    expect(parts.filter((inCue) => inCue.length > 1).length).toBeGreaterThanOrEqual(4);
  });

  test('each part says about what is spoken', () => {
    for (const utterance of utterances) expect(likeness(utterance, cues)).toBeGreaterThanOrEqual(0.5);
    const exact = utterances.filter((utterance) => likeness(utterance, cues) === 1).length;
    expect(exact).toBeLessThan(utterances.length);
    expect(exact).toBeGreaterThan(utterances.length * 0.9);
  });

  test('cue edges are the speech, moved by the offset, within the jitter', () => {
    const moved: number[] = [];
    for (const [index, cue] of cues.entries()) {
      const inCue = utterances.filter((utterance) => utterance.cue === index + 1);
      const start =
        (cue.start - truth.offsetSeconds) * truth.rate - Math.min(...inCue.map((part) => part.start));
      const end = (cue.end - truth.offsetSeconds) * truth.rate - Math.max(...inCue.map((part) => part.end));
      expect(Math.abs(start)).toBeLessThanOrEqual(0.152);
      expect(Math.abs(end)).toBeLessThanOrEqual(0.152);
      moved.push(start, end);
    }
    const median = moved.sort((a, b) => a - b)[Math.floor(moved.length / 2)]!;
    expect(Math.abs(median)).toBeLessThan(0.04);
    expect(moved.at(-1)! - moved[0]!).toBeGreaterThan(0.2);
  });

  test('subtitles name no speaker', () => {
    const labels = truth.characters.flatMap(({ name, aliases }) => [name, ...aliases]);
    for (const { text } of cues) {
      for (const label of labels) expect(text.toLowerCase()).not.toContain(`${label.toLowerCase()}:`);
    }
  });

  test('what is scripted stands in the script under the name of who says it', () => {
    for (const { text, character, characters, inScript } of utterances) {
      if (!inScript) continue;
      const label = characters ? 'both' : character === null ? 'crowd' : null;
      const names = label ? [label] : labelsOf(truth, character!);
      const says = script.filter((line) => names.includes(line.label.toLowerCase()));
      const spoken = words(text).join(' ');
      const asOne = says.some((line) => line.words.includes(spoken));
      const asTwo = says.some((line, index) => `${line.words} ${says[index + 1]?.words}`.includes(spoken));
      expect(asOne || asTwo, `${names[0]}: ${text}`).toBe(true);
    }
  });

  test('one line is spoken and not scripted, one is scripted and not spoken', () => {
    const everything = script.map((line) => line.words).join(' | ');
    const unscripted = utterances.filter(({ inScript }) => !inScript);
    expect(unscripted).toHaveLength(1);
    expect(unscripted[0]!.character).not.toBeNull();
    expect(everything).not.toContain(words(unscripted[0]!.text).join(' '));

    expect(truth.scriptedNotSpoken).toHaveLength(1);
    const [{ speaker, text }] = truth.scriptedNotSpoken as [Truth['scriptedNotSpoken'][number]];
    const line = script.find((each) => each.words === words(text).join(' '));
    expect(labelsOf(truth, speaker)).toContain(line?.label.toLowerCase());
    expect(utterances.map((utterance) => utterance.text)).not.toContain(text);
  });

  test('it has music, a crowd and short interjections', () => {
    expect(truth.scenes.filter(({ music }) => music)).toHaveLength(1);
    expect(utterances.filter(({ character, characters }) => character === null && !characters)).toHaveLength(
      1,
    );
    const interjections = utterances.filter(({ start, end }) => end - start < 0.8);
    expect(interjections.length).toBeGreaterThanOrEqual(3);
  });
});

test('the second episode has a line in unison and a murmuring crowd', () => {
  const { truth } = episodes[1]!;
  expect(truth.utterances.flatMap(({ characters }) => (characters ? [characters] : []))).toEqual([
    ['Tobias Pell', 'Wick'],
  ]);
  expect(truth.scenes.filter(({ crowd }) => crowd)).toHaveLength(1);
});

function cuesOf(file: string): Cue[] {
  const text = readFileSync(join(library, file), 'utf8');
  const timed = /^(\d+):(\d+):(\d+)[.,](\d+) --> (\d+):(\d+):(\d+)[.,](\d+).*\n((?:.+\n)+)/gm;
  return [...text.matchAll(timed)].map((match) => {
    const [h1, m1, s1, f1, h2, m2, s2, f2] = match.slice(1, 9).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return {
      start: h1 * 3600 + m1 * 60 + s1 + f1 / 1000,
      end: h2 * 3600 + m2 * 60 + s2 + f2 / 1000,
      text: match[9]!.replaceAll(/<[^>]+>/g, '').trim(),
    };
  });
}

function cueParts({ text }: Cue): string[] {
  return text.startsWith('- ') ? text.slice(2).split('\n- ') : [text];
}

/** The share of the spoken words that its part of the cue has. */
function likeness({ text, cue, part }: TrueUtterance, cues: readonly Cue[]): number {
  const shown = words(cueParts(cues[cue! - 1]!)[part!]!);
  const spoken = words(text);
  return spoken.filter((word) => shown.includes(word)).length / spoken.length;
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9']+/g) ?? [];
}

function labelsOf(truth: Truth, character: string): string[] {
  const { name, aliases } = truth.characters.find((each) => each.name === character)!;
  return [name, ...aliases].map((label) => label.toLowerCase());
}

/** The lines of either kind of script: who, and what without directions and punctuation. */
function scriptLines(text: string): { label: string; words: string }[] {
  const html = text.startsWith('<!DOCTYPE');
  const line = html ? /<p><(?:b|strong)>([^:<]+):?<\/\w+>:?(.*)<\/p>/g : /^([A-Z]+): (.*)$/gm;
  return [...text.matchAll(line)].map((match) => ({
    label: match[1]!,
    words: words(
      match[2]!
        .replaceAll(/<[^>]+>/g, '')
        .replaceAll(/\([^)]*\)/g, '')
        .replaceAll('&rsquo;', "'")
        .replaceAll('&nbsp;', ' '),
    ).join(' '),
  }));
}

/** Length by the container's own word: the last Ogg page's position, or Matroska's Duration. */
function mediaSeconds(file: string): number {
  const bytes = readFileSync(file);
  if (file.endsWith('.opus')) {
    const preSkip = bytes.readUInt16LE(bytes.indexOf('OpusHead') + 10);
    const granule = bytes.readBigUInt64LE(bytes.lastIndexOf('OggS') + 6);
    return (Number(granule) - preSkip) / 48_000;
  }
  const duration = bytes.indexOf(Buffer.from([0x44, 0x89, 0x88]));
  return bytes.readDoubleBE(duration + 3) / 1000;
}
