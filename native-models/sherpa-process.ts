/**
 * A process of its own for speech recognition with sherpa-onnx: models that do not load end the whole process there.
 * Usage: sherpa-process FOLDER WAV...; prints {"results": [{"file", "text"}]}.
 */
import { readFileSync } from 'node:fs';
import { loadSherpa, sherpaModelIn } from './sherpa.ts';

const [folder = '', ...files] = process.argv.slice(2);
try {
  const sherpa = loadSherpa();
  const recogniser = new sherpa.OfflineRecognizer({
    featConfig: { sampleRate: 16_000, featureDim: 80 },
    modelConfig: { ...sherpaModelIn(folder), numThreads: 1, provider: 'cpu', debug: 0 },
  });
  const results = files.map((file) => {
    const stream = recogniser.createStream();
    stream.acceptWaveform({ sampleRate: 16_000, samples: samplesIn(file) });
    recogniser.decode(stream);
    return { file, text: recogniser.getResult(stream).text };
  });
  process.stdout.write(JSON.stringify({ results }));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

/** The samples of a WAV file as this project writes them: 44 bytes, then 16-bit values. */
function samplesIn(file: string): Float32Array {
  const bytes = readFileSync(file);
  const samples = new Float32Array(Math.floor((bytes.length - 44) / 2));
  for (let at = 0; at < samples.length; at += 1) samples[at] = bytes.readInt16LE(44 + 2 * at) / 32_768;
  return samples;
}
