import type { CommandId } from '../../ui/index.ts';

/** How far each nudge moves which edge, in samples at 16 kHz. */
export const NUDGES: Partial<Record<CommandId, { readonly side: 'start' | 'end'; readonly by: number }>> = {
  'start-earlier': { side: 'start', by: -160 },
  'start-later': { side: 'start', by: 160 },
  'end-earlier': { side: 'end', by: -160 },
  'end-later': { side: 'end', by: 160 },
  'start-much-earlier': { side: 'start', by: -1600 },
  'start-much-later': { side: 'start', by: 1600 },
  'end-much-earlier': { side: 'end', by: -1600 },
  'end-much-later': { side: 'end', by: 1600 },
};

/** Which of the voices that were compared each command lets hear, from 0. */
export const CANDIDATE_PLACES = {
  compare: 0,
  'compare-second': 1,
  'compare-third': 2,
  'compare-fourth': 3,
  'compare-fifth': 4,
} as const satisfies Partial<Record<CommandId, number>>;
