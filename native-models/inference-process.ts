// What an inference process runs: see InferenceHost.
import { setFlagsFromString } from 'node:v8';
import { serveInference } from './inference-server.ts';

// What is new here dies young: room for it need not grow, and there is one such process for each job.
setFlagsFromString('--semi-space-growth-factor=1');
serveInference(process);
