import { chatExample, type PackFormat, type PackJob } from './pack-format.ts';

function* lines(job: PackJob): Generator<string> {
  for (const example of job.examples) yield `${JSON.stringify(chatExample(example, job))}\n`;
}

/** JSON lines with `messages` and `audios`: as many `<audio>` tags as files, in their order. */
export const msSwiftPack: PackFormat = {
  name: 'ms-swift',
  description: 'JSON lines of messages and audios, for Qwen-Omni and MiniCPM-o with ms-swift',
  published: [
    'https://github.com/modelscope/ms-swift/blob/main/docs/source_en/Customization/Custom-dataset.md (commit 025fc6b, "Multimodal")',
  ],
  examples: 'target',
  files: (job) => [{ name: 'train.jsonl', parts: lines(job) }],
  usage: `Run from this folder, for the paths in \`audios\` are seen from here:

    swift sft --model Qwen/Qwen2.5-Omni-7B --dataset train.jsonl --loss_scale last_round

Every target line is the last message of one example; \`last_round\` keeps earlier lines of the character, which stand
in the context, from being learnt again. ms-swift trains the text side of these models; their speech side is not
trained (ms-swift issues 6372 and 6442). The sound of each target is in \`targets.jsonl\` for tools that can.
`,
};
