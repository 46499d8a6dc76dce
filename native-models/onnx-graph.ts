import type { InferenceSession } from 'onnxruntime-node';
import { wantsOtherFiles } from './onnx-external.ts';
import type { Provider } from './provider-names.ts';
import type { Feeds, Graph, TensorShape } from './tensors.ts';

/** Only errors: the runtime's warnings about its own graph clean-up help nobody. */
const ERRORS_ONLY = 3;

const shapes = (metadata: readonly InferenceSession.ValueMetadata[]): TensorShape[] =>
  metadata.map((value) => ({
    name: value.name,
    type: value.isTensor ? value.type : 'none',
    shape: value.isTensor ? value.shape.map((length) => (typeof length === 'number' ? length : null)) : [],
  }));

/**
 * Opens a graph with ONNX Runtime on exactly one provider. The only place that touches the runtime.
 * Throws the runtime's own error where the provider or the bytes are no good.
 */
export async function openOnnx(
  bytes: Uint8Array,
  provider: Provider,
  threads: number,
  lengthsVary = true,
): Promise<Graph> {
  if (wantsOtherFiles(bytes)) throw new Error('it wants data from another file, which is not read');
  // The runtime (1.30) sends usage data to its maker and writes logs to the temporary folder unless told not to.
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  // Loaded late: a machine without the native library still starts, and the failure is an ordinary error.
  const runtime = (await import('onnxruntime-node')).default;
  const session = await runtime.InferenceSession.create(bytes, {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    // Lengths vary from call to call: remembered memory plans would only pile up.
    enableMemPattern: false,
    // The arena keeps the most that any call took: 40 MB of a process after one clip of 20 s.
    enableCpuMemArena: !lengthsVary,
    logSeverityLevel: ERRORS_ONLY,
  });
  return {
    inputs: shapes(session.inputMetadata),
    outputs: shapes(session.outputMetadata),
    async run(feeds: Feeds) {
      const tensors = Object.fromEntries(
        Object.entries(feeds).map(([name, value]) => [
          name,
          value.type === 'float32'
            ? new runtime.Tensor('float32', value.data, value.dims)
            : new runtime.Tensor('int64', value.data, value.dims),
        ]),
      );
      const results = await session.run(tensors);
      const numbers: Record<string, Float32Array> = {};
      for (const [name, tensor] of Object.entries(results)) {
        const data = tensor.type === 'float32' ? tensor.data : await tensor.getData();
        if (!(data instanceof Float32Array))
          throw new TypeError(`Output ${name} is ${tensor.type}, not float32`);
        numbers[name] = data;
      }
      return numbers;
    },
    release: () => session.release(),
  };
}
