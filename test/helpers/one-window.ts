import { findModel } from '../../native-models/manifest.ts';
import { readModel } from '../../native-models/model-files.ts';
import { openOnnx } from '../../native-models/onnx-graph.ts';
import { float32, int64 } from '../../native-models/tensors.ts';

/**
 * The reference for speech detection: the model file as it came, one window of 512 samples at a time with the 64
 * before it, as the model's own `utils_vad.py` calls it. What is no whole window at the end is left out.
 */
export async function scoreOneByOne(samples: Int16Array): Promise<Float32Array> {
  const graph = await openOnnx(await readModel(findModel('speech')), 'cpu', 1);
  const probabilities = new Float32Array(Math.floor(samples.length / 512));
  let state: Float32Array = new Float32Array(256);
  const input = new Float32Array(576);
  for (let window = 0; window < probabilities.length; window += 1) {
    const first = window * 512 - 64;
    for (let i = 0; i < 576; i += 1) input[i] = (samples[first + i] ?? 0) / 32_768;
    const result = await graph.run({
      input: float32(input, 1, 576),
      state: float32(state, 2, 1, 128),
      sr: int64(16_000n),
    });
    probabilities[window] = result['output']![0]!;
    state = result['stateN']!;
  }
  await graph.release();
  return probabilities;
}
