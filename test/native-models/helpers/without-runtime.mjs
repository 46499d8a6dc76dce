// Preloaded by a test into an inference process: the inference runtime's native library cannot be loaded.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'onnxruntime-node') return next(specifier, context);
    throw Object.assign(new Error('libonnxruntime.so.1: cannot open shared object file'), {
      code: 'ERR_DLOPEN_FAILED',
    });
  },
});
