import { expect, test } from 'vitest';
import { type Quality, UNMEASURED } from '../../main/model/index.ts';
import { measuresOf } from '../../renderer/screens/review/sound-measures.tsx';

const PLAIN: Quality = {
  loudness: -21.4,
  signalToNoise: 17.6,
  clipping: 0.0004,
  bandwidth: 7380,
  speechRatio: 0.914,
  ...UNMEASURED,
};

test('every measure that was taken is told with its unit, and none that was not', () => {
  expect(measuresOf(PLAIN).map(({ text }) => text)).toEqual([
    '18 dB above noise',
    'level -21 dB',
    '91% speech',
    'overdriven 0.04%',
    'up to 7.4 kHz',
  ]);
  const whole: Quality = {
    ...PLAIN,
    music: 0.031,
    overlap: 0.82,
    dropouts: 0,
    reverberation: 0.333,
    telephone: true,
    cutEdges: 'both',
  };
  expect(measuresOf(whole).map(({ gate, text }) => [gate, text])).toEqual([
    ['signal-to-noise', '18 dB above noise'],
    [null, 'level -21 dB'],
    ['speech-ratio', '91% speech'],
    ['music', 'music 3%'],
    ['overlap', 'two voices 82%'],
    ['clipping', 'overdriven 0.04%'],
    ['dropouts', 'gaps 0%'],
    ['reverberation', 'echo 0.33 s'],
    ['bandwidth', 'up to 7.4 kHz'],
    ['telephone', 'telephone or radio'],
    ['cut-edges', 'first and last word cut'],
  ]);
  // What is as it should be, and is no number, needs no mention.
  const gates = measuresOf({ ...whole, telephone: false, cutEdges: 'none' }).map(({ gate }) => gate);
  expect(gates).not.toContain('telephone');
  expect(gates).not.toContain('cut-edges');
});
