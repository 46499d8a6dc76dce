/** Makes the picture of a sound from its peaks: for ten hours that would hold the window up. */
import { pictureOf } from './peaks.ts';

self.addEventListener('message', ({ data }: MessageEvent<Int8Array>) => {
  const picture = pictureOf(data);
  self.postMessage(picture, { transfer: [picture.loudest.buffer] });
});
