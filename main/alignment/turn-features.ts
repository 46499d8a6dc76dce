/** How an unheard part lies between its firm neighbours in the script. */
const BRACKETS = [
  'insideLine',
  'sameNeighbour',
  'sameNeighbourLoose',
  'otherNeighbour',
  'otherNeighbourLoose',
  'skippedLines',
  'open',
] as const;
export type Bracket = (typeof BRACKETS)[number];
/** What a candidate is to an unheard part. */
const ROLES = ['before', 'after', 'both', 'turnBefore', 'turnAfter', 'turnBoth', 'skipped', 'none'] as const;
export type Role = (typeof ROLES)[number];

/** How the line a part was matched in lies to those of its firm neighbours. */
const FITS = ['between', 'asBefore', 'asAfter', 'asBoth', 'loose'] as const;
export type Fit = (typeof FITS)[number];

const TEXT_FEATURES = [
  'textOdds',
  'matchedInformation',
  'topExact',
  'topShort',
  'topGroup',
  'topStray',
  'topWholeLine',
  'topAbsent',
  'topMissed',
  'topMissedShare',
  'topIsolated',
  ...FITS.flatMap((fit) => [`fit:${fit}`, `fit:${fit}:missed`]),
  'joinsBefore',
  'joinsAfter',
  'joinsMissed',
] as const;
const PLACE_FEATURES = ['localFrequency', 'localFrequencyFar', 'namesItself', 'isCalled', 'group'] as const;
const OTHER_FEATURES = ['other', 'otherAbsent', 'otherLong'] as const;
/** Features of one candidate of a part. */
export const NODE_FEATURES: readonly string[] = [
  ...TEXT_FEATURES,
  ...PLACE_FEATURES,
  ...OTHER_FEATURES,
  ...BRACKETS.flatMap((bracket) =>
    ROLES.flatMap((role) => [`${bracket}:${role}`, `${bracket}:${role}:pair`]),
  ),
  'subtitleLabel',
];
/** Features of "the same speaker says both" of two neighbouring parts. */
export const EDGE_FEATURES: readonly string[] = [
  'same',
  'sameCue',
  'touching',
  'afterPause',
  'afterLongPause',
  'unfinishedSentence',
  'afterQuestion',
  'bothUnheard',
  'oneUnheard',
  'oneUnheardLineGoesOn',
  'sameLine',
];

const nodeIndex = new Map(NODE_FEATURES.map((name, index) => [name, index]));
const edgeIndex = new Map(EDGE_FEATURES.map((name, index) => [name, index]));
export const nodeAt = (name: string): number => nodeIndex.get(name)!;
export const edgeAt = (name: string): number => edgeIndex.get(name)!;
