import type { PackFormat, PackJob } from './pack-format.ts';
import { withoutTags } from './pack-rows.ts';

function* lines(job: PackJob): Generator<string> {
  let id = 0;
  for (const { turns } of job.examples) {
    const data = [];
    for (let at = 0; at + 1 < turns.length; at += 2) {
      const [asked, answer] = [turns[at], turns[at + 1]];
      if (asked === undefined || answer === undefined) continue;
      data.push({
        user: { wav_path: job.clips.ofTurn(asked) },
        agent: {
          wav_path: job.clips.ofTurn(answer),
          text: answer.rows.map((row) => withoutTags(row.text)).join(' '),
        },
      });
    }
    yield `${JSON.stringify({ id, turns: data.length, data })}\n`;
    id += 1;
  }
}

/** JSON lines of spoken questions and spoken, written answers; a tool turns them into the model's tokens. */
export const glm4VoicePack: PackFormat = {
  name: 'glm-4-voice',
  description: 'JSON lines of spoken turns with the answers’ text, for GLM-4-Voice',
  published: [
    'https://github.com/WenzheLiu-Speech/GLM-4-Voice-SFT (README at commit 097a420, feature_extractor/feature_extractor.py at e1e67f4)',
    'https://github.com/zai-org/GLM-4-Voice/blob/main/web_demo.py (commit da598d9): 13 text tokens, then 26 audio tokens',
    'https://github.com/zai-org/GLM-4-Voice/issues/137: the model’s authors publish no training format of their own',
  ],
  examples: 'whole',
  files: (job) => [{ name: 'input.json', parts: lines(job) }],
  usage: `Run from this folder, for the paths in \`wav_path\` are seen from here, with TOOL the clone of GLM-4-Voice-SFT:

    python TOOL/feature_extractor/feature_extractor.py input.json data.json

The tool encodes the sound with GLM-4-Voice's own tokenizer and weaves 13 text tokens and 26 audio tokens of each
answer. Dialogues share no line, so that no answer is learnt twice. The format has no place for an instruction: the
model learns the character from its answers alone.
`,
};
