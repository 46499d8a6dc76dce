import type { TestPrompt } from './test-set.ts';

type Part =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'input_audio'; readonly input_audio: { readonly data: string; readonly format: 'wav' } };

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string | readonly Part[];
}

/** How a model is told whom to play; also published in the documentation. */
export const instruction = (character: string, series: string): string =>
  `You are ${character} of "${series}". You are in the middle of a scene; each line of the others begins with the ` +
  `speaker's name. Say ${character}'s next line as ${character} would: only what is spoken, without a name, ` +
  'directions or quotation marks.';

/**
 * A prompt as messages of the chat completions interface: what the character said before is the assistant's, all
 * else the user's.
 *
 * @param soundOf base64 WAV of a context clip; null: the words only
 */
export function chatMessages(
  prompt: TestPrompt,
  character: string,
  series: string,
  soundOf: ((audio: string) => string) | null,
): ChatMessage[] {
  const messages: { role: 'system' | 'user' | 'assistant'; content: Part[] }[] = [];
  for (const { speaker, text, audio } of prompt.context) {
    const role = speaker === character ? 'assistant' : 'user';
    const words: Part = { type: 'text', text: role === 'assistant' ? text : `${speaker}: ${text}` };
    const parts: Part[] =
      soundOf !== null && role === 'user'
        ? [words, { type: 'input_audio', input_audio: { data: soundOf(audio), format: 'wav' } }]
        : [words];
    const last = messages.at(-1);
    if (last?.role === role) last.content.push(...parts);
    else messages.push({ role, content: parts });
  }
  const turns = messages.map(({ role, content }) => ({
    role,
    content: content.every((part) => part.type === 'text')
      ? content.map((part) => part.text).join('\n')
      : content,
  }));
  // Somebody must have spoken to the character last; where it was the character, the line simply goes on.
  const isAsked = turns.at(-1)?.role === 'user';
  return [
    { role: 'system', content: instruction(character, series) },
    ...turns,
    ...(isAsked ? [] : [{ role: 'user' as const, content: '(Go on.)' }]),
  ];
}
