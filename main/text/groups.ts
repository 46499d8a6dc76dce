import { isNameLike, isNotASpeaker } from './labels.ts';
import { isTitle } from './name-forms.ts';
import { parseLabel } from './speaker-label.ts';

const ALL =
  /^(?:(?:the )?(?:all|everyone|everybody|both|the gang|gang|the group|group|the others|others|rest|the rest|ensemble|omnes|they all|all of them|both of them|all (?:the )?friends|together|unison)\b(?:,? (?:except|but|of|the|together|in|at|three|four|five|six|but for)\b.*)?)$/i;
const CROWD =
  /^(?:the |a |an )?(?:(?:\w+ )?crowd|audience|mob|voices|people|guests?|fans|chorus|choir|extras|spectators|guys|girls|boys|men|women|kids|children|students|girls'? voices|several|some|various|customers|passengers|walla|class|congregation|public|bystanders|onlookers|reporters|press|soldiers|cheerleaders|strangers)s?(?: \d+)?$/i;
const NOT_SPOKEN =
  /^(?:lyrics?|song|music|title card|caption|card|sign|on ?screen(?: text)?|super|sfx|sound(?: effects?)?|fx|insert|chyron|graphic|text(?: message)?|note|narrative|action|direction|stage direction|none|n\/?a|null|unknown|unk|\?+|-+|blank)$/i;

export const meansAll = (label: string): boolean => ALL.test(parseLabel(label).label);
export const meansCrowd = (label: string): boolean =>
  CROWD.test(parseLabel(label).label) && !/^(?:the |a |an )?guest$/i.test(parseLabel(label).label);
export const meansNobody = (label: string): boolean => {
  const { label: bare } = parseLabel(label);
  return bare === '' || !/[\p{L}\p{N}]/u.test(bare) || isNotASpeaker(bare) || NOT_SPOKEN.test(bare);
};

/**
 * The members that a label lists: "Chandler, Joey and Ross" has three, "Mr. and Mrs. Geller" two,
 * "Guard 1 & 2" two. Null where it lists nobody. Members are as written, not resolved.
 */
export function membersOf(label: string): string[] | null {
  const { label: bare } = parseLabel(label);
  const text = bare.replace(/\((?:together|both|simultaneously|in unison)\)/gi, ' ').replace(/^both\s+/i, '');
  const pieces = text
    .split(/\s*(?:,\s*(?:and\b|&)|[,&/+]|\band\b|\bund\b|\bet\b)\s*/i)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  if (pieces.length < 2 || pieces.length > 30) return null;
  const last = pieces.at(-1)!;
  const members = pieces.map((piece, index) => {
    if (isTitle(piece)) return `${piece} ${last.split(' ').slice(1).join(' ') || last}`;
    if (/^#?\d+$/.test(piece) && index > 0) return `${pieces[0]!.replace(/\s*#?\d+$/, '')} ${piece}`;
    return piece;
  });
  return members.every((member) => isNameLike(member)) ? members : null;
}

const OWN_VOICE =
  /^(.+?)['’]s? (?:recorded |taped |own |inner )?(?:voice|thoughts?|message|recording|voice-?over)(?: (?:on|over|from|through|in)\b.*)?$/i;
const VOICE_OF = /^(?:the )?(?:recorded )?(?:voice|thoughts?|message|recording) (?:of|from) (.+)$/i;
const VOICE_WITH_NAME = /^.*\(([^()]+)\)\s*$/;
const THROUGH =
  /^(.+?) (?:on|over) (?:the )?(?:phone|telephone|tv|radio|tape|machine|answering machine|intercom|speaker|pa|screen|video)$/i;

/**
 * The name of the person whose voice a label means: "Joey's Voice", "Voice on phone (JOE)" and
 * "Joey on phone" are Joey speaking, unseen. "Joey's Mother" is somebody else. Null for any other label.
 */
export function personBehindVoice(label: string): string | null {
  const { label: bare } = parseLabel(label);
  const named = VOICE_WITH_NAME.exec(bare)?.[1];
  if (named !== undefined) return named.trim();
  const plain = OWN_VOICE.exec(bare)?.[1] ?? VOICE_OF.exec(bare)?.[1] ?? THROUGH.exec(bare)?.[1];
  return plain === undefined ||
    /^(?:man|woman|guy|girl|boy|voice|a|the|someone|somebody)$/i.test(plain.trim())
    ? null
    : plain.trim();
}
