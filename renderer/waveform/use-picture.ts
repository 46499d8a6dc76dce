import { useEffect, useState } from 'react';
import { PictureMaker } from './make-picture.ts';
import type { SoundPicture } from './peaks.ts';

interface Made {
  readonly peaks: Int8Array;
  readonly picture: SoundPicture;
}

/** A queue goes to and fro between episodes: as many pictures are kept, the one used last first. */
const KEPT = 3;
let kept: readonly Made[] = [];

function keep(made: Made): void {
  kept = [made, ...kept.filter(({ peaks }) => peaks !== made.peaks)].slice(0, KEPT);
}

const maker = new PictureMaker(
  () => new Worker(new URL('./peaks-worker.ts', import.meta.url), { type: 'module' }),
);

/** The picture of these peaks; null until it is made, and while there are none. */
export function usePicture(peaks: Int8Array | null): SoundPicture | null {
  const [made, setMade] = useState<Made | null>(null);
  const known = peaks === null ? undefined : [made, ...kept].find((each) => each?.peaks === peaks);
  const isKnown = known !== undefined;
  useEffect(() => {
    if (!peaks || peaks.length < 2 || isKnown) return;
    let isWanted = true;
    maker.make(peaks, (picture) => {
      const each = { peaks, picture };
      keep(each);
      if (isWanted) setMade(each);
    });
    return () => {
      isWanted = false;
    };
  }, [peaks, isKnown]);
  useEffect(() => {
    if (known) keep(known);
  }, [known]);
  return known?.picture ?? null;
}
