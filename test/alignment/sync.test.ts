import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TimedCue } from '../../main/alignment/sync.ts';
import { applySync, estimateSync, invertSync } from '../../main/alignment/sync.ts';
import type { SpeechActivity, Sync } from '../../main/model/index.ts';
import { seeded } from '../benchmark/sync/random.ts';
import { makeEpisode } from './made-activity.ts';

const MINUTE = 60_000;
const episode = makeEpisode(20 * MINUTE, seeded(1));
const other = makeEpisode(20 * MINUTE, seeded(2));

interface Change {
  readonly offset?: number;
  readonly rate?: number;
  /** From this media time on, the subtitles are this much later. */
  readonly cuts?: readonly { readonly from: number; readonly later: number }[];
  readonly missing?: number;
  readonly linger?: number;
}

function subtitlesOf(change: Change, seed = 9): TimedCue[] {
  const random = seeded(seed);
  const { offset = 0, rate = 1, cuts = [], missing = 0.1, linger = 0 } = change;
  return episode.spans
    .filter(() => random.next() >= missing)
    .map(({ start, end }) => {
      const later = cuts.reduce((sum, cut) => sum + (start >= cut.from ? cut.later : 0), 0);
      const at = start / rate + offset + later + random.between(-150, 150);
      const until = end / rate + offset + later + random.between(-150, 150) + linger;
      return { start: Math.round(at), end: Math.round(Math.max(until, at + 200)) };
    })
    .filter(({ start }) => start >= 0);
}

const silence = (seconds: number): SpeechActivity => ({
  probabilities: new Float32Array(Math.ceil((seconds * 16_000) / 512)),
  hop: 512,
  samples: seconds * 16_000,
});
const identity = [{ fromSubtitle: 0, offset: 0, rate: 1 }];

describe('estimateSync finds one offset and one rate', () => {
  test.each([
    ['nothing to correct', 0, 1],
    ['1.8 s late', 1800, 1],
    ['0.9 s early', -900, 1],
    ['ten minutes late', 600_000, 1],
    ['five minutes early', -300_000, 1],
    ['24 shown as 23.976', 2000, 1001 / 1000],
    ['PAL speed-up', -3000, 24 / 25],
    ['PAL slow-down', 15_000, 25 / 24],
    ['25 to 23.976', 0, 25_025 / 24_000],
    ['23.976 to 29.97', 4000, 0.8],
    ['25 to 29.97', 1000, 25_025 / 30_000],
    ['drift of 3.1%', 40_000, 1.031],
    ['drift of -4.7%', 7000, 0.953],
  ])('%s', (_, offset, rate) => {
    const sync = estimateSync(subtitlesOf({ offset, rate }), episode.speech);
    expect(sync.belongs).toBe(true);
    expect(sync.pieces).toHaveLength(1);
    expect(Math.abs(sync.pieces[0]!.rate / rate - 1)).toBeLessThan(0.0001);
    const middle = (10 * MINUTE) / rate + offset;
    expect(Math.abs(applySync(sync, middle) - 10 * MINUTE)).toBeLessThan(50);
  });
});

describe('estimateSync finds cuts', () => {
  test.each([
    ['an advertisement of half a minute in the media', [{ from: 8 * MINUTE, later: -30_000 }]],
    ['a scene of 12 s gone from the media', [{ from: 8 * MINUTE, later: 12_000 }]],
    ['a jump of two seconds', [{ from: 12 * MINUTE, later: 2000 }]],
    [
      'one each way',
      [
        { from: 5 * MINUTE, later: 20_000 },
        { from: 14 * MINUTE, later: -9000 },
      ],
    ],
    ['four', [3, 7, 11, 16].map((at, i) => ({ from: at * MINUTE, later: 5000 * (i + 1) }))],
  ])('%s', (_, cuts) => {
    // What the media has more has no cues: those that would fall back behind the cut are taken out.
    const cues = subtitlesOf({ cuts }).sort((a, b) => a.start - b.start);
    const kept = cues.filter((cue, i) => cue.start >= (cues[i - 1]?.start ?? 0) + 700 || i === 0);
    const sync = estimateSync(
      cuts.some(({ later }) => later < 0) ? withoutOverlap(cuts) : kept,
      episode.speech,
    );
    expect(sync.belongs).toBe(true);
    expect(sync.pieces).toHaveLength(cuts.length + 1);
    for (const [index, piece] of sync.pieces.entries()) {
      const offset = cuts.slice(0, index).reduce((sum, cut) => sum + cut.later, 0);
      expect(Math.abs(piece.offset - offset)).toBeLessThan(60);
    }
  });

  /** Subtitles that know nothing of the media's own stretch at each cut with less time. */
  function withoutOverlap(cuts: readonly { readonly from: number; readonly later: number }[]): TimedCue[] {
    const random = seeded(4);
    const cues: TimedCue[] = [];
    for (const { start, end } of episode.spans) {
      if (cuts.some(({ from, later }) => later < 0 && start >= from && start < from - later)) continue;
      const later = cuts.reduce((sum, cut) => sum + (start >= cut.from ? cut.later : 0), 0);
      const jitter = random.between(-150, 150);
      cues.push({
        start: Math.round(start + later + jitter),
        end: Math.round(end + later + random.between(-150, 150)),
      });
    }
    return cues;
  }
});

describe('estimateSync says when it cannot know', () => {
  test.each<[string, readonly TimedCue[], SpeechActivity]>([
    ['no cues', [], episode.speech],
    ['silent media', subtitlesOf({}), silence(600)],
    ['media of no length', subtitlesOf({}), silence(0)],
    ['cues of no length', [{ start: 5, end: 5 }], episode.speech],
    ['times that are no numbers', [{ start: Number.NaN, end: Number.NaN }], episode.speech],
    ['only sounds', subtitlesOf({}).map((cue) => ({ ...cue, spokenWeight: 0 })), episode.speech],
    ['cues far after the end', [{ start: 9e12, end: 9e12 + 2000 }], episode.speech],
    ['subtitles of another episode', subtitlesOf({}), other.speech],
    ['of another episode, 25 to 24', subtitlesOf({ rate: 25 / 24, offset: 9000 }), other.speech],
  ])('%s', (_, cues, speech) => {
    const sync = estimateSync(cues, speech);
    expect(sync.belongs).toBe(false);
    expect(sync.pieces).toEqual(identity);
    for (const value of Object.values(sync.evidence)) expect(Number.isFinite(value)).toBe(true);
  });

  test('probabilities that are no numbers count as silence', () => {
    const probabilities = episode.speech.probabilities.slice();
    probabilities.fill(Number.NaN, 100, 400);
    const sync = estimateSync(subtitlesOf({ offset: 1500 }), { ...episode.speech, probabilities });
    expect(sync.belongs).toBe(true);
    expect(Math.abs(sync.pieces[0]!.offset - 1500)).toBeLessThan(50);
  });

  test('evidence tells how much better it became', () => {
    const { evidence } = estimateSync(subtitlesOf({ offset: 20_000 }), episode.speech);
    expect(evidence.agreement).toBeGreaterThan(0.85);
    expect(evidence.agreementBefore).toBeLessThan(evidence.agreement - 0.1);
    expect(evidence.score).toBeGreaterThan(10);
  });
});

test('the order of cues does not matter', () => {
  const cues = subtitlesOf({ offset: 3000 });
  expect(estimateSync([...cues].reverse(), episode.speech)).toEqual(estimateSync(cues, episode.speech));
});

test('subtitles that linger by half a second keep their starts', () => {
  const sync = estimateSync(subtitlesOf({ offset: 2000, linger: 500 }), episode.speech);
  expect(Math.abs(sync.pieces[0]!.offset - 2000)).toBeLessThan(120);
});

test('ten hours', { timeout: 60_000 }, () => {
  const long = makeEpisode(600 * MINUTE, seeded(3));
  const cues = long.spans.map(({ start, end }) => ({ start: start + 4000, end: end + 4000 }));
  const sync = estimateSync(cues, long.speech);
  expect(sync.pieces).toEqual([{ fromSubtitle: 0, offset: expect.closeTo(4000, -2), rate: 1 }]);
});

test('any cues at all give finite pieces in order, the first from 0', { timeout: 60_000 }, () => {
  const time = fc.integer({ min: -10_000, max: 2 * MINUTE });
  const short = makeEpisode(MINUTE, seeded(5)).speech;
  fc.assert(
    fc.property(fc.array(fc.record({ start: time, end: time }), { maxLength: 40 }), (cues) => {
      const { pieces } = estimateSync(cues, short);
      expect(pieces[0]!.fromSubtitle).toBe(0);
      for (const [index, piece] of pieces.entries()) {
        expect(Number.isFinite(piece.offset) && piece.rate > 0.75 && piece.rate < 1.3).toBe(true);
        expect(piece.fromSubtitle).toBeGreaterThanOrEqual(pieces[index - 1]?.fromSubtitle ?? 0);
      }
    }),
    { numRuns: 30, seed: 11 },
  );
});

describe('applySync and invertSync', () => {
  const evidence = { agreement: 1, agreementBefore: 0, score: 9 };
  const longer: Sync = {
    belongs: true,
    evidence,
    pieces: [
      { fromSubtitle: 0, offset: 1000, rate: 1 },
      { fromSubtitle: 60_000, offset: -29_000, rate: 1 },
    ],
  };
  const shorter: Sync = {
    belongs: true,
    evidence,
    pieces: [
      { fromSubtitle: 0, offset: 0, rate: 0.8 },
      { fromSubtitle: 50_000, offset: 10_000, rate: 0.8 },
    ],
  };
  test.each([
    ['before an advertisement', longer, 31_000, 30_000],
    ['after it', longer, 61_000, 90_000],
    ['before a scene that is gone', shorter, 10_000, 8000],
    ['after it', shorter, 70_000, 48_000],
  ])('%s', (_, sync, subtitle, media) => {
    expect(applySync(sync, subtitle)).toBe(media);
    expect(invertSync(sync, media)).toBe(subtitle);
  });

  test('inside an advertisement is the place of the cut', () => {
    expect(invertSync(longer, 70_000)).toBe(60_000);
  });
});
