// What an inference process runs: see InferenceHost.
import { serveInference } from './inference-server.ts';

serveInference(process);
