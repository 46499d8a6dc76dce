import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SpeechActivity } from '../../main/model/index.ts';
import { SILERO_THRESHOLDS, segmentsFrom } from '../../main/speech/index.ts';

/** A picture of probabilities: `#` is sure speech, `+` between the thresholds, `.` silence; one window each. */
const activity = (picture: string): SpeechActivity => ({
  probabilities: Float32Array.from(picture, (sign) => ({ '#': 0.9, '+': 0.4, '.': 0.05 })[sign] ?? 0),
  hop: 512,
  samples: picture.length * 512,
});
const bare = { ...SILERO_THRESHOLDS, padding: 0 };
/** Segments in windows. */
const windows = (picture: string, thresholds = bare): (readonly [number, number])[] =>
  segmentsFrom(activity(picture), thresholds).map(({ start, end }) => [start / 512, end / 512] as const);

describe('segments', () => {
  test.each([
    ['nothing', '', []],
    ['silence', '..........', []],
    ['speech to the very end', '....##########', [[4, 14]]],
    ['speech from the very start', '##########......', [[0, 10]]],
    ['less than 250 ms is dropped', '....#######......', []],
    ['250 ms are kept', '....########......', [[4, 12]]],
    ['a pause below 100 ms is bridged', '..########...########....', [[2, 21]]],
    [
      'a pause of 100 ms parts',
      '..########....########....',
      [
        [2, 10],
        [14, 22],
      ],
    ],
    ['doubt alone begins nothing', '..++++++++++++..', []],
    ['doubt keeps speech going', '..#+++++++++++....', [[2, 14]]],
    ['doubt does not end silence', '..########..++........', [[2, 10]]],
  ] as const)('%s', (_, picture, expected) => {
    expect(windows(picture)).toEqual(expected);
  });

  test('are padded by 30 ms, inside the audio', () => {
    expect(segmentsFrom(activity('##########....########'))).toEqual([
      { start: 0, end: 10 * 512 + 480 },
      { start: 14 * 512 - 480, end: 22 * 512 },
    ]);
  });

  test('share a gap that is too short for both paddings', () => {
    const wide = { ...SILERO_THRESHOLDS, padding: 4_000 };
    expect(segmentsFrom(activity('##########....########'), wide)[0]!.end).toBe(12 * 512);
  });

  test('are in order, apart or touching, inside the audio, whatever the scores', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { maxLength: 200 }),
        fc.nat(511),
        (scores, cut) => {
          const samples = Math.max(0, scores.length * 512 - cut);
          const found = segmentsFrom({ probabilities: Float32Array.from(scores), hop: 512, samples });
          let last = 0;
          for (const { start, end } of found) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(samples);
        },
      ),
    );
  });
});
