import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { RolecallError } from '../main/model/errors.ts';
import { sherpaEntry } from './model-files.ts';

/** What is used of the optional package `sherpa-onnx-node`, which has no types of its own. */
export interface Sherpa {
  readonly OfflineRecognizer: new (
    config: unknown,
  ) => {
    createStream(): {
      acceptWaveform(sound: { readonly sampleRate: number; readonly samples: Float32Array }): void;
    };
    decode(stream: unknown): void;
    getResult(stream: unknown): { readonly text: string };
  };
}

/** @throws RolecallError `environment` where the package is not installed for this machine */
export function loadSherpa(): Sherpa {
  try {
    return createRequire(import.meta.url)('sherpa-onnx-node') as Sherpa;
  } catch (cause) {
    throw new RolecallError({
      kind: 'environment',
      mendedIn: 'recogniser',
      message: 'sherpa-onnx is not installed for this machine.',
      remedy: 'Install the package sherpa-onnx-node, or choose another kind of recogniser.',
      cause,
    });
  }
}

/** How a recogniser of a folder is run: a program with its first arguments; the WAV files follow. */
export const sherpaCommand = (folder: string): string[] => [process.execPath, sherpaEntry(), folder];

/** Models of one file, told apart by what sherpa-onnx's releases call their folder or file. */
const SINGLE_FILES: readonly (readonly [RegExp, string])[] = [
  [/sense-?voice/i, 'senseVoice'],
  [/paraformer/i, 'paraformer'],
  [/zipformer.*ctc|ctc.*zipformer/i, 'zipformerCtc'],
  [/wenet/i, 'wenetCtc'],
  [/nemo|parakeet|conformer-ctc|giga-?am|ctc/i, 'nemoCtc'],
];

/**
 * The model in a folder as sherpa-onnx names its parts: a transducer (encoder, decoder, joiner), Whisper (encoder,
 * decoder), or one file. Of several sizes the 8-bit one is taken: it is several times as fast.
 *
 * @throws RolecallError `environment` where the folder holds no model that is known
 */
export function sherpaModelIn(folder: string): Record<string, unknown> {
  const files = namesIn(folder);
  const find = (pattern: RegExp): string | null => {
    const found = files.filter((name) => name.endsWith('.onnx') && pattern.test(name));
    const best = found.find((name) => name.includes('int8')) ?? found[0];
    return best === undefined ? null : join(folder, best);
  };
  const tokensName = files.find((name) => /tokens\.txt$/.test(name));
  const [encoder, decoder, joiner] = [find(/encoder/i), find(/decoder/i), find(/joiner/i)];
  if (tokensName !== undefined) {
    const tokens = join(folder, tokensName);
    if (encoder !== null && decoder !== null)
      return joiner === null
        ? { whisper: { encoder, decoder }, tokens }
        : { transducer: { encoder, decoder, joiner }, tokens };
    const model = find(/./);
    const kind = SINGLE_FILES.find(([pattern]) => pattern.test(folder) || pattern.test(model ?? ''));
    if (model !== null && kind !== undefined) return { [kind[1]]: { model }, tokens };
  }
  throw new RolecallError({
    kind: 'environment',
    mendedIn: 'recogniser',
    message: 'The folder holds no speech recogniser that is known.',
    remedy:
      'Unpack one of the offline models of sherpa-onnx there: tokens.txt with encoder, decoder and joiner, or one .onnx file in a folder with its usual name.',
    file: folder,
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (cause) {
    throw new RolecallError({
      kind: 'environment',
      mendedIn: 'recogniser',
      message: 'The folder of the recogniser cannot be read.',
      remedy: 'Give the folder into which a sherpa-onnx model was unpacked: sherpa:FOLDER.',
      file: folder,
      cause,
    });
  }
}
