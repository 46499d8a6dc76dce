/** Makes the picture of a sound from its peaks: for ten hours that would hold the window up. */
import { pictureOf, type SoundPicture } from './peaks.ts';

/** A picture to be made, and its number. */
export interface PictureWish {
  readonly id: number;
  readonly peaks: Int8Array;
}

export interface PictureAnswer {
  readonly id: number;
  readonly picture: SoundPicture;
}

self.addEventListener('message', ({ data: { id, peaks } }: MessageEvent<PictureWish>) => {
  const picture = pictureOf(peaks);
  const answer: PictureAnswer = { id, picture };
  self.postMessage(answer, { transfer: [picture.loudest.buffer] });
});
