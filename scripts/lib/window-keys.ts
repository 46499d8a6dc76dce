import { GROUPS, KEYMAP } from '../../renderer/ui/keymap.ts';
import { strings } from '../../renderer/ui/strings.ts';

const BEGIN = '<!-- The keys: made from the window by `npm run docs`. -->';
const END = '<!-- End of the keys. -->';

/** The first keys of every command that has one, in Markdown, grouped as on the window's own sheet. */
function windowKeys(): string {
  return (Object.keys(GROUPS) as (keyof typeof GROUPS)[])
    .map((group) => {
      const rows = GROUPS[group].flatMap((command) => {
        const chords = command === 'assign' ? ['1 … 9'] : KEYMAP[command];
        return chords.length === 0 ? [] : `| ${chords.map(code).join(', ')} | ${strings.commands[command]} |`;
      });
      return `### ${strings.groups[group]}\n\n| keys | what they do |\n|---|---|\n${rows.join('\n')}\n`;
    })
    .join('\n');
}

/** The manual with its tables of keys as the window has them now. */
export function withWindowKeys(manual: string): string {
  const from = manual.indexOf(BEGIN);
  const to = manual.indexOf(END);
  if (from < 0 || to < from) throw new Error(`The manual lacks the place of the keys: ${BEGIN}`);
  return `${manual.slice(0, from)}${BEGIN}\n\n${windowKeys()}\n${manual.slice(to)}`;
}

const code = (chord: string): string => `\`${chord}\``;
