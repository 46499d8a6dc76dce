import { useEffect, useState } from 'react';
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

let worker: Worker | null = null;
/** What is being made, in the worker's order. */
const waiting: { readonly peaks: Int8Array; readonly done: (made: Made) => void }[] = [];

/** One worker for all pictures: to start one takes longer than to make a picture. */
function make(peaks: Int8Array, done: (made: Made) => void): void {
  if (worker === null) {
    worker = new Worker(new URL('./peaks-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<SoundPicture>) => {
      const next = waiting.shift();
      if (next) next.done({ peaks: next.peaks, picture: data });
    });
  }
  waiting.push({ peaks, done });
  worker.postMessage(peaks);
}

/** The picture of these peaks; null until it is made, and while there are none. */
export function usePicture(peaks: Int8Array | null): SoundPicture | null {
  const [made, setMade] = useState<Made | null>(null);
  const known = peaks === null ? undefined : [made, ...kept].find((each) => each?.peaks === peaks);
  const isKnown = known !== undefined;
  useEffect(() => {
    if (!peaks || peaks.length < 2 || isKnown) return;
    let isWanted = true;
    make(peaks, (each) => {
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
