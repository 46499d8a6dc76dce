import { seededRandom } from '../../../main/model/index.ts';

/** Cues an hour of talk has, as counted in sitcoms and dramas: rather too many than too few. */
const CUES_AN_HOUR = 1_000;
const VOCABULARY = 6_000;
const CHARACTERS = 40;
const LINES_A_SCENE = 25;
/** Share of the sentences that are one of the stock phrases, said over and over by everybody. */
const STOCK = 0.35;
const UNSCRIPTED = 0.06;
const UNSPOKEN = 0.06;
const DROPPED_WORDS = 0.06;

const STOCK_PHRASES = [
  'Hey.',
  'Hey!',
  'What?',
  'No.',
  'Yeah.',
  'Okay.',
  'Oh my God!',
  'I know.',
  'I am sorry.',
  'What are you doing?',
  'Come on!',
  'Thank you.',
  'Are you okay?',
  'You know what?',
  'All right.',
  'I do not know.',
  'Wait a minute.',
  'That is great!',
];

export interface MadeText {
  /** A SubRip file. */
  readonly subtitles: string;
  /** Lines of `NAME: text` with scene headings. */
  readonly script: string;
  /** Speaker by cue (from 0) and part. */
  readonly truth: readonly (readonly string[])[];
}

/**
 * Text of a made-up programme of so many hours: everyday words by Zipf's law, a third of the sentences stock
 * phrases, lines missing on either side, words dropped. The same for the same seed.
 */
export function makeText(hours: number, seed: number): MadeText {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const words = makeVocabulary(random);
  const names = Array.from({ length: CHARACTERS }, (_, i) => capitalised(`${words[500 + i]}${i % 7}on`)).map(
    (name) => name.replace(/\d/g, (digit) => 'aeiouyr'[Number(digit)] ?? 'a'),
  );
  const word = (): string => words[Math.floor(VOCABULARY ** random()) - 1] as string;
  const sentence = (): string => {
    if (random() < STOCK) return pick(STOCK_PHRASES);
    const length = 3 + Math.floor(random() * 10);
    return `${capitalised(Array.from({ length }, word).join(' '))}${pick(['.', '.', '.', '?', '!'])}`;
  };
  const script: string[] = [];
  const cues: { readonly parts: readonly { readonly speaker: string; readonly text: string }[] }[] = [];
  let present: readonly string[] = [];
  for (let line = 0; cues.length < hours * CUES_AN_HOUR; line += 1) {
    if (line % LINES_A_SCENE === 0) {
      present = Array.from({ length: 2 + Math.floor(random() * 4) }, () => pick(names));
      script.push(`[Scene: ${capitalised(word())}]`);
    }
    const speaker = pick(present);
    const sentences = Array.from({ length: 1 + Math.floor(random() * 3) }, sentence);
    if (random() >= UNSCRIPTED) script.push(`${speaker}: ${sentences.join(' ')}`);
    if (random() < UNSPOKEN) continue;
    for (const text of sentences) {
      const spoken = text.split(' ');
      const heard = spoken.length < 3 ? spoken : spoken.filter(() => random() >= DROPPED_WORDS);
      const part = { speaker, text: heard.join(' ') };
      const last = cues.at(-1);
      const joins = last?.parts.length === 1 && last.parts[0]?.speaker !== speaker && random() < 0.15;
      if (joins) cues[cues.length - 1] = { parts: [...last.parts, part] };
      else cues.push({ parts: [part] });
    }
  }
  const step = (hours * 3_600_000) / cues.length;
  const subtitles = cues.map(({ parts }, i) => {
    const lines = parts.length > 1 ? parts.map(({ text }) => `- ${text}`) : [parts[0]?.text ?? ''];
    return `${i + 1}\n${clock(i * step)} --> ${clock(i * step + 0.7 * step)}\n${lines.join('\n')}\n`;
  });
  return {
    subtitles: subtitles.join('\n'),
    script: script.join('\n\n'),
    truth: cues.map(({ parts }) => parts.map(({ speaker }) => speaker)),
  };
}

function makeVocabulary(random: () => number): string[] {
  const syllables = [...'bdfgklmnprstvwz'].flatMap((consonant) =>
    [...'aeiou'].map((vowel) => consonant + vowel),
  );
  const words = new Set<string>();
  while (words.size < VOCABULARY) {
    const length = 1 + Math.floor(random() * 3);
    let word = '';
    for (let i = 0; i < length; i += 1) word += syllables[Math.floor(random() * syllables.length)];
    words.add(random() < 0.4 ? `${word}${'nrstl'[Math.floor(random() * 5)]}` : word);
  }
  return [...words];
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function clock(milliseconds: number): string {
  const at = Math.round(milliseconds);
  const field = (value: number, width: number): string => String(Math.floor(value)).padStart(width, '0');
  return `${field(at / 3_600_000, 2)}:${field((at / 60_000) % 60, 2)}:${field((at / 1000) % 60, 2)},${field(at % 1000, 3)}`;
}
