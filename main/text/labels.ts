/** Words with which no name of a speaker ends or begins: they show prose, a credit or a heading before a colon. */
const NOT_IN_NAMES = new Set(
  (
    'is are was were be been am i you it we they he she that this these those there what which who why how when where ' +
    'if but so because then or not no yes okay ok well oh hey look listen please just like think know say said says ' +
    'have has had do does did will would can could should must may might shall let get got go goes going come ' +
    'my your his her our their me him us them its for from into about than as here remember anyway ps note warning'
  ).split(' '),
);

/** What comes before a colon in credits and headings, and is nobody who speaks. */
const NOT_A_SPEAKER =
  /^(?:(?:part (?:[ivx]+|\d+|one|two) )?(?:(?:story|teleplay|screenplay|written|directed|transcribed|transcript|created|produced|edited|music|typed|corrected|adapted|formatted|based|originally|minor|additional|final|script|translated|html|submitted|posted|proofread|contributed)(?: (?:by|on|adjustments|check|transcribing|typing|help|work|changes|corrections)(?: .*)?| & .* by| and .* by)?)|story|teleplay|writers?|directors?|producers?|executive producers?|scene(?: \d+)?|setting|location|place|time(?: lapse)?|int|ext|int\.?\/ext|cut(?: to)?(?: .*)?|fade(?: (?:in|out|to).*)?|dissolve(?: .*)?|act(?: (?:[ivx]+|\d+|one|two|three|four|five))?|teaser|tag|cold open(?:ing)?|prologue|epilogue|the end|end|credits|(?:opening|closing|ending|end) credits(?: .*)?|commercial(?: break)?s?|guest(?: stars?| starring)?(?: .*)?|starring|stars|also starring|co-?starring|featuring|cast|characters?|dramatis personae|episode(?: .*)?|season(?: .*)?|title|production code|(?:original )?air ?dates?|aired|originally aired|airdate|date|draft|revised|copyright|disclaimers?|notes?|author'?s note|transcriber'?s note|n\.?b|p\.?s|e-?mail|https?|www|mailto|url|website|source|contact|continued|cont'?d|to be continued|previously(?: on .*)?|summary|synopsis|quotes?|trivia|rating|language|flashback(?: .*)?|montage(?: .*)?|intermission|subtitles?(?: .*)?|sync(?:ed)?(?: .*)?|downloaded(?: .*)?|captions?(?: .*)?|lyrics?|tbc|fin|main titles?|titles?|theme song|stage directions?|dialogue|comment|style|format|playres[xy]|wrapstyle|script type|scripttype)$/i;

/** Whether a text has letters and none of them is small. */
export const isCapitals = (text: string): boolean =>
  /\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text.replace(/\bMc|\bMac|\([^)]*\)|\b[a-z]\.(?=[a-z]\.)/g, ''));

/** Whether a label names a credit, a heading or a mark of the script instead of somebody who speaks. */
export const isNotASpeaker = (label: string): boolean =>
  NOT_A_SPEAKER.test(
    label
      .replace(/\s+/g, ' ')
      .replace(/[.:…!\s]+$/, '')
      .trim(),
  );

/**
 * Whether a short text can be the name of a speaker: few words, no sentence marks, no words of prose.
 * Says nothing of how likely that is; readers count how often a label comes.
 */
export function isNameLike(text: string): boolean {
  const bare = text
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (bare === '' || bare.length > 60 || !/\p{L}|^\d{1,3}$/u.test(bare)) return false;
  if (/[?!…;<>={}|@"“”]|\.\.|--|\.\s+\p{Ll}/u.test(bare)) return false;
  if (isNotASpeaker(bare)) return false;
  const words = bare.split(' ');
  if (words.length > 10 || (words.length > 5 && !/,|&| and /i.test(bare))) return false;
  return !words.some(
    (word) => NOT_IN_NAMES.has(word.toLowerCase().replace(/[.,]+$/, '')) && !/^[A-Z]\.?$/.test(word),
  );
}

/** Small words and nouns that stand in small letters inside names: "Voice on phone", "Bitter woman". */
const SMALL_IN_NAMES = new Set(
  (
    'and the of on in at with de la le von van da to a an del der y et und off from over behind ' +
    'phone telephone tv radio machine voice lady man woman men women guy guys girl girls boy boys kid kids waiter waitress doctor nurse ' +
    'customer student teacher officer cop driver clerk announcer date mother father mom dad brother sister friend neighbour neighbor ' +
    'boss guard attendant tourist dealer voices people crowd couple baby child host hostess director actor actress'
  ).split(' '),
);

/** Whether a label reads as a name by its capitals: "Phoebe Sr.", "The Flight Attendant", "RACHEL AND JOEY". */
export function isTitled(text: string): boolean {
  const words = text
    .replace(/\([^()]*\)/g, ' ')
    .trim()
    .split(/[\s,&/]+/)
    .filter((word) => word !== '');
  return (
    words.length > 0 &&
    /^["'“‘#]?[\p{Lu}\p{Lo}\p{N}]/u.test(words[0]!) &&
    words.every((word) => /^["'“‘#]?[\p{Lu}\p{Lo}\p{N}]/u.test(word) || SMALL_IN_NAMES.has(word))
  );
}

const SOUNDS = new Set(
  (
    'sighs laughs chuckles gasps groans grunts coughs sobs cries sniffles screams yells shouts whispers whispering mutters music ' +
    'applause laughter cheers cheering door phone rings ringing buzzes beeps beeping knock knocks knocking footsteps silence ' +
    'thunder theme playing plays indistinct chatter inaudible crowd noise slams barking barks engine siren sirens horn honks ' +
    'static continues stops humming hums singing sings clears throat panting breathing exhales inhales moans scoffs snorts squeals ' +
    'giggles snoring speaking gunshot gunshots explosion all bell bells alarm crying gulps hiccups burps whistles whistling ' +
    'clicks bangs crashes creaks rustling clattering splash murmurs murmuring stammers voice-over applauding clapping claps'
  ).split(' '),
);

/** Whether a word describes a sound: names of sounds, and words in -ing. */
export const isSoundWord = (word: string): boolean => {
  const lower = word.toLowerCase().replace(/[^\p{L}-]/gu, '');
  return SOUNDS.has(lower) && lower !== 'all'
    ? true
    : /^\p{L}{3,}ing$/u.test(lower) &&
        !/^(?:king|bing|sterling|fleming|browning|harding|golding|bling|viking|ming|wing|downing|hastings?)$/.test(
          lower,
        );
};
