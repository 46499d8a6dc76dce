import type { SoundPicture } from './peaks.ts';
import type { PictureAnswer, PictureWish } from './peaks-worker.ts';

/** What of a worker is used. */
export type PictureWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

interface Job {
  readonly wish: PictureWish;
  readonly done: (picture: SoundPicture) => void;
}

/**
 * Makes pictures of sounds in a worker of its own: one for all of them, as to start one takes longer than to make a
 * picture. Where the worker fails, the picture it was at is left out, and a new one makes the others.
 *
 * @param start starts a worker
 */
export class PictureMaker {
  readonly #start: () => PictureWorker;
  #worker: PictureWorker | null = null;
  #jobs: Job[] = [];
  #number = 0;

  constructor(start: () => PictureWorker) {
    this.#start = start;
  }

  make(peaks: Int8Array, done: (picture: SoundPicture) => void): void {
    const job: Job = { wish: { id: this.#number++, peaks }, done };
    this.#jobs.push(job);
    this.#running().postMessage(job.wish);
  }

  #running(): PictureWorker {
    if (this.#worker !== null) return this.#worker;
    const worker = this.#start();
    const fails = (event: Event): void => {
      // It is told here what becomes of it.
      event.preventDefault();
      if (this.#worker === worker) this.#goOnWithout(worker);
    };
    worker.addEventListener('message', (event) => {
      if (this.#worker === worker) this.#answer((event as MessageEvent<PictureAnswer>).data);
    });
    worker.addEventListener('error', fails);
    worker.addEventListener('messageerror', fails);
    this.#worker = worker;
    return worker;
  }

  #answer({ id, picture }: PictureAnswer): void {
    const job = this.#jobs.find(({ wish }) => wish.id === id);
    this.#jobs = this.#jobs.filter((each) => each !== job);
    job?.done(picture);
  }

  #goOnWithout(worker: PictureWorker): void {
    worker.terminate();
    this.#worker = null;
    this.#jobs.shift();
    if (this.#jobs.length > 0) for (const { wish } of this.#jobs) this.#running().postMessage(wish);
  }
}
