// A program that starts an inference process, prints its id, and waits to be killed.
import { InferenceHost } from '../../../native-models/index.ts';

const host = new InferenceHost();
await host.describe('silero-vad-v6');
console.log(host.pids[0]);
setInterval(() => {}, 1_000);
