import { beforeAll, describe, expect, it } from 'vitest';
import {
  type LanguageContext,
  type LanguageEvidence,
  languageOf,
  languagesOfSeries,
  loadLetterEvidence,
  spokenLanguageOf,
  withScript,
} from '../../main/validation/index.ts';
import { LINES_BY_LANGUAGE, MIXED_LINES, UNDECIDABLE_LINES } from '../fixtures/languages.ts';

let evidence: LanguageEvidence;
beforeAll(async () => {
  evidence = await loadLetterEvidence();
});
const names = new Set(['orla', 'finch', 'monica', 'wick', 'rook']);
const inSeries = (...expected: string[]): LanguageContext => ({ evidence, expected, names });

describe('the language of a line of five words or more', () => {
  it.each([
    ['nothing is expected', []],
    ['all ten languages are expected', Object.keys(LINES_BY_LANGUAGE)],
    ['English is expected', ['en']],
  ])('is right for 99 in 100 where %s', (_title, expected) => {
    const lines = Object.entries(LINES_BY_LANGUAGE).flatMap(([code, own]) =>
      own.map((line) => ({ code, line })),
    );
    const wrong = lines.filter(({ code, line }) => languageOf(line, inSeries(...expected))?.code !== code);
    expect(wrong.length).toBeLessThanOrEqual(lines.length / 100);
  });

  it('is the series own one where the words are like in two languages', () => {
    const line = 'Fecha a porta, o vento está entrando.';
    expect(languageOf(line, inSeries('pt'))?.code).toBe('pt');
  });

  it.each(MIXED_LINES.slice(0, 3))('with another language among the words is mixed: %s', (line) => {
    expect(languageOf(line, inSeries('en'))?.mixed).toBe(true);
  });

  it('is not called mixed where it is one language', () => {
    const lines = Object.entries(LINES_BY_LANGUAGE).flatMap(([code, own]) =>
      own.map((line) => ({ code, line })),
    );
    expect(lines.filter(({ code, line }) => languageOf(line, inSeries(code))?.mixed)).toEqual([]);
  });
});

describe('a short line', () => {
  it.each(UNDECIDABLE_LINES)('is undecided: %s', (line) => {
    expect(languageOf(line, inSeries('en'))?.code).toBeNull();
    expect(languageOf(line, inSeries())?.code).toBeNull();
  });

  it.each([
    ['Γεια σου', 'el'],
    ['はい', 'ja'],
    ['네', 'ko'],
  ])('in an alphabet of one language is decided: %s', (line, code) => {
    expect(languageOf(line, inSeries('en'))?.code).toBe(code);
  });

  it.each(['', '...', '♪ ♪', '123'])('without words has no language: "%s"', (line) => {
    expect(languageOf(line, inSeries('en'))).toBeNull();
  });
});

it('hostile text is undecided, and soon', () => {
  for (const text of ['('.repeat(50_000), 'a'.repeat(50_000), '\u202e\u0000\ufffd', '𝔘𝔫𝔦'.repeat(5000)]) {
    expect(() => languageOf(text, inSeries('en'))).not.toThrow();
  }
});

describe('a direction of the script', () => {
  it.each([
    ['in Spanish', 'es'],
    ['speaks French', 'fr'],
    ['Ross, speaking in Italian', 'it'],
    ['German', 'de'],
    ['(en español)'.slice(1, -1), 'es'],
    ['auf Deutsch', 'de'],
    ['in broken Russian', 'ru'],
    ['in Mandarin', 'zh'],
    ['speaking foreign language', 'unknown'],
    ['laughs in a French accent', null],
    ['in an English accent', null],
    ['in the kitchen', null],
    ['turning to the Frenchman', null],
    ['in a hurry', null],
  ])('"%s" means %s', (direction, code) => {
    expect(spokenLanguageOf(direction)).toBe(code);
  });

  it('stands over the words, which may be a translation', () => {
    const english = languageOf('Where is the captain of this ship?', inSeries('en'));
    expect(withScript('es', english)).toEqual({
      code: 'es',
      probability: 0.9,
      mixed: false,
      source: 'script',
    });
    expect(withScript(null, english)).toMatchObject({ code: null, source: 'script' });
  });
});

describe('the languages of a series', () => {
  const lines = (code: string, times: number): string[] =>
    Array.from({ length: times }, () => LINES_BY_LANGUAGE[code] ?? []).flat();

  it.each([
    ['one language', [...lines('de', 5)], ['de']],
    ['a few foreign lines', [...lines('en', 20), ...lines('fr', 1)], ['en']],
    ['two languages', [...lines('en', 6), ...lines('es', 4)], ['en', 'es']],
    ['too little', ['OK.'], []],
  ])('of %s', (_title, given, expected) => {
    expect(languagesOfSeries(given, evidence)).toEqual(expected);
  });
});
