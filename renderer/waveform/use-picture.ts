import { useEffect, useState } from 'react';
import type { SoundPicture } from './peaks.ts';

/** The picture of these peaks; null until it is made, and while there are none. */
export function usePicture(peaks: Int8Array | null): SoundPicture | null {
  const [made, setMade] = useState<{ peaks: Int8Array; picture: SoundPicture } | null>(null);
  useEffect(() => {
    if (!peaks || peaks.length < 2) return;
    const worker = new Worker(new URL('./peaks-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<SoundPicture>) => {
      setMade({ peaks, picture: data });
      worker.terminate();
    });
    worker.postMessage(peaks);
    return () => {
      worker.terminate();
      // What is not shown any more must not be kept: it is large.
      setMade(null);
    };
  }, [peaks]);
  return made !== null && made.peaks === peaks ? made.picture : null;
}
