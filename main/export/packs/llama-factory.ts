import { chatExample, type PackFormat, type PackJob } from './pack-format.ts';

function* array(job: PackJob): Generator<string> {
  let separator = '[\n';
  for (const example of job.examples) {
    yield `${separator}${JSON.stringify(chatExample(example, job))}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

/** How LLaMA-Factory is told to read `train.json`: its own `mllm_audio_demo` entry, with the system message's tag. */
const DATASET_INFO = {
  arp_pack: {
    file_name: 'train.json',
    formatting: 'sharegpt',
    columns: { messages: 'messages', audios: 'audios' },
    tags: {
      role_tag: 'role',
      content_tag: 'content',
      user_tag: 'user',
      assistant_tag: 'assistant',
      system_tag: 'system',
    },
  },
};

/** A JSON array of messages and audios with its `dataset_info.json`; user and assistant take turns strictly. */
export const llamaFactoryPack: PackFormat = {
  name: 'llama-factory',
  description:
    'JSON of messages and audios with dataset_info.json, for MiniCPM-o and Qwen-Omni with LLaMA-Factory',
  published: [
    'https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md ("Sharegpt Format", "OpenAI Format")',
    'https://github.com/hiyouga/LLaMA-Factory/blob/main/data/mllm_audio_demo.json (commit 6967e41) with its entry in data/dataset_info.json (commit 00577a8)',
    'https://github.com/hiyouga/LLaMA-Factory/blob/main/src/llamafactory/data/converter.py (commit 02e2fb3): roles alternate, an even count, paths below media_dir',
  ],
  examples: 'target',
  files: (job) => [
    { name: 'train.json', parts: array(job) },
    { name: 'dataset_info.json', parts: [`${JSON.stringify(DATASET_INFO, null, 2)}\n`] },
  ],
  usage: `In the training configuration, with FOLDER the path of this folder:

    dataset_dir: FOLDER
    media_dir: FOLDER
    dataset: arp_pack
    mask_history: true

\`mask_history\` keeps earlier lines of the character, which stand in the context, from being learnt again. Every
example has sound, for some templates fail where examples with and without it are mixed (LLaMA-Factory issue 6973).
LLaMA-Factory trains the text side of these models (pull request 7537). The sound of each target is in
\`targets.jsonl\` for tools that can train it.
`,
};
