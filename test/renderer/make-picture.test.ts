import { expect, test } from 'vitest';
import { PictureMaker, type PictureWorker } from '../../renderer/waveform/make-picture.ts';
import { pictureOf, type SoundPicture } from '../../renderer/waveform/peaks.ts';
import type { PictureAnswer, PictureWish } from '../../renderer/waveform/peaks-worker.ts';

/** Workers that answer when told, some never. */
function workers() {
  const all: { wishes: PictureWish[]; ended: boolean; target: EventTarget }[] = [];
  const start = (): PictureWorker => {
    const worker = { wishes: [] as PictureWish[], ended: false, target: new EventTarget() };
    all.push(worker);
    return {
      postMessage: (wish: PictureWish) => void worker.wishes.push(wish),
      addEventListener: worker.target.addEventListener.bind(worker.target),
      terminate: () => {
        worker.ended = true;
      },
    } as PictureWorker;
  };
  const answer = (at: number, { id, peaks }: PictureWish): void => {
    const data: PictureAnswer = { id, picture: pictureOf(peaks) };
    all[at]!.target.dispatchEvent(new MessageEvent('message', { data }));
  };
  return { all, start, answer };
}

const peaks = (loudest: number): Int8Array => Int8Array.from([-loudest, loudest, 0, 0]);

test('each picture goes to who asked for it, in whatever order they are answered; one worker makes all', () => {
  const { all, start, answer } = workers();
  const maker = new PictureMaker(start);
  const made: [string, SoundPicture][] = [];
  maker.make(peaks(10), (picture) => made.push(['quiet', picture]));
  maker.make(peaks(100), (picture) => made.push(['loud', picture]));
  expect(all).toHaveLength(1);
  const [quiet, loud] = all[0]!.wishes as [PictureWish, PictureWish];
  answer(0, loud);
  answer(0, quiet);
  answer(0, quiet);
  expect(made).toEqual([
    ['loud', pictureOf(peaks(100))],
    ['quiet', pictureOf(peaks(10))],
  ]);
});

test.each(['error', 'messageerror'])(
  'after an %s the picture at work is left out and the others are made',
  (kind) => {
    const { all, start, answer } = workers();
    const maker = new PictureMaker(start);
    const made: string[] = [];
    for (const name of ['first', 'second', 'third']) maker.make(peaks(10), () => made.push(name));
    const event = new Event(kind, { cancelable: true });
    all[0]!.target.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(all[0]!.ended).toBe(true);
    expect(all).toHaveLength(2);
    for (const wish of all[1]!.wishes) answer(1, wish);
    expect(made).toEqual(['second', 'third']);
    // What the ended worker still says is not heard.
    all[0]!.target.dispatchEvent(new Event(kind));
    maker.make(peaks(10), () => made.push('fourth'));
    expect(all).toHaveLength(2);
    answer(1, all[1]!.wishes.at(-1)!);
    expect(made).toEqual(['second', 'third', 'fourth']);
  },
);
