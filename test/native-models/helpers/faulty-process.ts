// An inference process with real models and one fault, chosen by argv through the environment.

import { serveInference } from '../../../native-models/inference-server.ts';
import { openOnnx } from '../../../native-models/onnx-graph.ts';

const fault = process.env['ROLECALL_TEST_FAULT'];

serveInference(process, {
  open: async (bytes, provider, threads) => {
    if (fault === 'accelerator-aborts' && provider !== 'cpu') process.abort();
    const graph = await openOnnx(bytes, 'cpu', threads);
    return {
      ...graph,
      run: async (feeds) => {
        if (fault === 'always-aborts') process.abort();
        if (fault === 'hangs') for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
        return graph.run(feeds);
      },
    };
  },
});
