import { compileModule } from '../../main/model/web-assembly.ts';
import { CODE } from './code.ts';

const FLOOR = 1e-7;
/** Bins of 15.6 Hz to 8 kHz. */
const BINS = 513;
/** Bins 3 to 66 (47 to 1031 Hz) one by one, then bands of growing width from there to 8 kHz. */
const FIRST_BIN = 3;
const SINGLE = 64;
const WIDE = 32;
/** Bins 67 to 130 (to 2031 Hz) one by one: where the harmonics of a second voice show between those of the first. */
const FURTHER = 64;
export const EAR_BANDS = SINGLE + WIDE + FURTHER;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly run: (floor: number) => void;
}

/** Where things lie in the module's memory, bytes (ear-bands.wat). */
const PLACE = { power: 0, edges: 2304, widths: 2560, powers: 3072, logarithms: 4096 };

const instance = compileModule<Exports>(CODE);

/**
 * The bands that the sound judge is fed, of the power spectrum of one frame: fill `power`, call `run`, read the others;
 * all arrays stay the same. Single bins hold their power, wide bands the mean of theirs, all at least 1e-7.
 */
export class EarBands {
  /** |X[k]|^2, k from 0 to 512. */
  readonly power: Float32Array<ArrayBuffer>;
  /** EAR_BANDS powers. */
  readonly powers: Float32Array<ArrayBuffer>;
  /** Their common logarithms. */
  readonly logarithms: Float32Array<ArrayBuffer>;
  readonly #run: Exports['run'];

  constructor() {
    const { memory, run } = instance();
    const at = (place: number, length: number) => new Float32Array(memory.buffer, place, length);
    this.power = at(PLACE.power, BINS);
    this.powers = at(PLACE.powers, EAR_BANDS);
    this.logarithms = at(PLACE.logarithms, EAR_BANDS);
    const first = FIRST_BIN + SINGLE;
    const edges = Int32Array.from({ length: WIDE + 1 }, (_, i) =>
      Math.round(first * ((BINS - 1) / first) ** (i / WIDE)),
    );
    new Int32Array(memory.buffer, PLACE.edges, WIDE + 1).set(edges.map((bin) => 4 * bin));
    at(PLACE.widths, WIDE).set(
      Float32Array.from(edges.subarray(1), (to, i) => 1 / (to - (edges[i] as number))),
    );
    this.#run = run;
  }

  run(): void {
    this.#run(FLOOR);
  }
}
