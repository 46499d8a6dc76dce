import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SpanPlayer } from '../../renderer/waveform/player.ts';

/** As much of a media element as the player uses: a seek takes until `arrive`. */
class FakeAudio extends EventTarget {
  paused = true;
  seeking = false;
  readyState = 4;
  playbackRate = 1;
  defaultPlaybackRate = 1;
  preservesPitch = false;
  private place = 0;
  private held = '';

  get src(): string {
    return this.held;
  }
  /** As a media element does it: all begins anew. */
  set src(address: string) {
    this.held = address;
    this.place = 0;
    this.pause();
    this.playbackRate = this.defaultPlaybackRate;
  }

  get currentTime(): number {
    return this.place;
  }
  set currentTime(seconds: number) {
    this.place = seconds;
    this.seeking = true;
  }
  arrive(): void {
    this.seeking = false;
  }
  /** The sound went on to here. */
  runTo(seconds: number): void {
    this.place = seconds;
    this.dispatchEvent(new Event('timeupdate'));
  }
  async play(): Promise<void> {
    this.paused = false;
    this.dispatchEvent(new Event('play'));
  }
  pause(): void {
    if (this.paused) return;
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }
}

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 1);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});
afterEach(() => vi.unstubAllGlobals());

function made() {
  const first = new FakeAudio();
  const second = new FakeAudio();
  const heard: unknown[] = [];
  const player = new SpanPlayer(
    first as unknown as HTMLAudioElement,
    second as unknown as HTMLAudioElement,
    (audio) => heard.push(audio),
  );
  return { first, second, heard, player };
}

it('plays a span and stops at its end', () => {
  const { first, player } = made();
  player.playSpan(2, 3);
  first.arrive();
  expect([first.paused, first.currentTime]).toEqual([false, 2]);
  first.runTo(2.9);
  expect(player.playing).toBe(true);
  first.runTo(3.02);
  expect([player.playing, first.currentTime]).toEqual([false, 3]);
});

it('begins again at the end of a loop', () => {
  const { first, player } = made();
  player.playSpan(2, 3, true);
  first.arrive();
  first.runTo(3.02);
  expect([player.playing, player.looping, first.currentTime]).toEqual([true, true, 2]);
});

it('plays what was prepared from the other element, without a seek, and is silent on the first', () => {
  const { first, second, heard, player } = made();
  player.playSpan(2, 3);
  first.arrive();
  player.prepare(10);
  second.arrive();
  player.playSpan(10, 11);
  expect([first.paused, second.paused, second.seeking, player.seconds]).toEqual([true, false, false, 10]);
  expect(heard).toEqual([second]);
  second.runTo(11.01);
  expect(player.playing).toBe(false);
  // Its own end, no longer that of the first element.
  first.runTo(20);
  expect(player.seconds).toBe(11);
});

it.each<[string, (second: FakeAudio) => void]>([
  ['still seeks', () => undefined],
  [
    'has no data there yet',
    (second) => {
      second.arrive();
      second.readyState = 2;
    },
  ],
  [
    'stands elsewhere',
    (second) => {
      second.runTo(10.5);
      second.arrive();
    },
  ],
])('seeks as ever where the other element %s', (_title, happen) => {
  const { first, second, heard, player } = made();
  player.playSpan(2, 3);
  first.arrive();
  player.prepare(10);
  happen(second);
  player.playSpan(10, 11);
  expect([first.currentTime, second.paused, heard.length]).toEqual([10, true, 0]);
});

it('has one speed on both elements', () => {
  const { first, second, player } = made();
  player.speed = 1.5;
  expect([first, second].map(({ playbackRate, preservesPitch }) => [playbackRate, preservesPitch])).toEqual([
    [1.5, true],
    [1.5, true],
  ]);
});

describe('sounds of other episodes', () => {
  it('plays what was prepared of another one from the other element, which is told', () => {
    const { first, second, heard, player } = made();
    player.sound = 'one';
    player.playSpan(2, 3);
    first.arrive();
    player.prepare(10, 'two');
    second.arrive();
    expect([first.src, second.src, player.playing]).toEqual(['one', 'two', true]);
    player.playSpan(10, 11, false, 'two');
    expect([first.paused, second.paused, player.sound, player.seconds]).toEqual([true, false, 'two', 10]);
    expect(heard).toEqual([second]);
    // The screen follows: nothing starts anew.
    player.sound = 'two';
    expect([second.paused, second.src, heard.length]).toEqual([false, 'two', 1]);
    second.runTo(11.01);
    expect(player.playing).toBe(false);
  });

  it('opens what was not prepared, and keeps the speed', () => {
    const { first, second, player } = made();
    player.sound = 'one';
    player.speed = 1.5;
    player.playSpan(10, 11, false, 'two');
    expect([first.src, first.currentTime, first.paused, first.playbackRate]).toEqual(['two', 10, false, 1.5]);
    expect(second.src).toBe('');
  });

  it('never takes the same place of another sound for what was prepared', () => {
    const { first, second, heard, player } = made();
    player.sound = 'one';
    player.prepare(10, 'two');
    second.arrive();
    player.playSpan(10, 11);
    expect([first.src, first.currentTime, second.paused, heard.length]).toEqual(['one', 10, true, 0]);
  });

  it('goes back to a sound that the other element still holds', () => {
    const { first, second, player } = made();
    player.sound = 'one';
    player.prepare(10, 'two');
    second.arrive();
    player.playSpan(10, 11, false, 'two');
    player.playSpan(4, 5, false, 'one');
    expect([player.sound, first.currentTime, first.paused, second.paused]).toEqual(['one', 4, false, true]);
  });

  it('stops what plays where another sound is shown', () => {
    const { first, player } = made();
    player.sound = 'one';
    player.playSpan(2, 3);
    player.sound = 'two';
    expect([first.src, player.playing]).toEqual(['two', false]);
  });
});
