import { isCapitals } from './labels.ts';

export interface SpeakerLabel {
  readonly label: string;
  readonly directions: readonly string[];
}

/** What brackets after a name say when they name no person. */
const SCREEN_MARK =
  /^(?:v\.?\s?o\.?|o\.?\s?s\.?|o\.?\s?c\.?|off|cont'?d?\.?|cont’d|contd\.?|continued|continuing|more|filtered|pre-?lap|subtitled?|on (?:the )?(?:phone|tv|screen|radio|tape|video|machine|intercom).*|singing|together|simultaneously)$/i;

/** Labels that are a sound more than a person: the name in brackets after them says whose it is. */
const VOICE =
  /\b(?:voice|message|recording|narrat(?:or|ion)|announcer|thoughts?|phone|answering machine|intercom|radio|tv)\b/i;

/**
 * Parts the name from directions in brackets: "Ross (on phone)" is Ross, "JOE (V.O.)" is JOE.
 * A name in the brackets of a voice stays, since it says who speaks: "Voice on phone (JOE)".
 */
export function parseLabel(source: string): SpeakerLabel {
  const directions: string[] = [];
  const label = source
    .replace(/[([]([^()[\]]*)[)\]]/g, (whole, inside: string) => {
      const bare = inside.replace(/\s+/g, ' ').trim();
      const base = source.slice(0, source.indexOf(whole));
      const isName = /^\p{Lu}/u.test(bare) && !SCREEN_MARK.test(bare) && bare.split(' ').length <= 3;
      if (isName && (VOICE.test(base) || (isCapitals(bare) && /\p{Ll}/u.test(base)))) return `(${bare})`;
      if (bare !== '') directions.push(bare);
      return ' ';
    })
    .replace(/[([].*$/, (rest) => (/^\([^()]+\)/.test(rest) ? rest : ' '))
    .replace(/\s+/g, ' ')
    .replace(/^[\s"'“”‘’*_>#~•·-]+|[\s"“”*_:：;,~-]+$/g, '')
    .trim();
  return { label, directions };
}
