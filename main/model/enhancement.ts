import { z } from 'zod';

/**
 * What the sound of clips may be cleaned with when they are exported, never before: nothing, the model that comes
 * with Rolecall, or one that a person pulls.
 */
export const ENHANCEMENTS = ['none', 'rnnoise', 'deepfilternet3'] as const;
export const enhancement = z.enum(ENHANCEMENTS);
export type Enhancement = z.infer<typeof enhancement>;

/**
 * What became of one clip that was to be enhanced: it was; or it was exported as it was, because its voice would no
 * longer have been the same, or because there was too little of a voice to tell.
 */
export const ENHANCEMENT_OUTCOMES = ['applied', 'voice-changed', 'voice-unknown'] as const;
export const enhancementOutcome = z.enum(ENHANCEMENT_OUTCOMES);
export type EnhancementOutcome = z.infer<typeof enhancementOutcome>;
