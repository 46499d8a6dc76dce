import { CEPSTRUM_DIMENSION, CEPSTRUM_HOP } from '../../../../main/speech/cepstra.ts';

export { CEPSTRUM_DIMENSION, CEPSTRUM_HOP };

/** Counts the frames of the decoding pass and leaves them empty. */
export class CepstrumBuilder {
  #samples = 0;

  push(samples: Int16Array): void {
    this.#samples += samples.length;
  }

  finish() {
    const frames = Math.max(1, Math.ceil(this.#samples / CEPSTRUM_HOP));
    return {
      values: new Int8Array(frames * CEPSTRUM_DIMENSION),
      dimension: CEPSTRUM_DIMENSION,
      hop: CEPSTRUM_HOP,
    };
  }
}
