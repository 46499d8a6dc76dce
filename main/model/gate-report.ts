import { z } from 'zod';
import { gateName, gateSetting } from './gates.ts';

/** So many utterances, so long. */
export const amount = z.object({ utterances: z.number().int().min(0), seconds: z.number().min(0) });
export type Amount = z.infer<typeof amount>;

/** What one gate costs. */
export const gateCost = z.object({
  gate: gateName,
  ...gateSetting.shape,
  /** How many of the considered utterances were ever measured for it. */
  measured: z.number().int().min(0),
  /** What the gate holds back, whatever the others do. */
  alone: amount,
  /** What only this gate holds back: its cost as the last in order. */
  only: amount,
  /** Whom it costs something, most first. */
  characters: z.array(z.object({ character: z.string(), alone: amount, only: amount })),
});
export type GateCost = z.infer<typeof gateCost>;

/** What rules and gates make of a project. */
export const gateReport = z.object({
  /** What no rule keeps out, so that the gates decide. */
  considered: amount,
  included: amount,
  characters: z.array(z.object({ character: z.string(), included: amount, heldBack: amount })),
  /** What a rule keeps out, most frequent first. */
  rules: z.array(z.object({ reason: z.string(), ...amount.shape })),
  /** The gates that are set, in the order of `GATE_NAMES`. */
  gates: z.array(gateCost),
});
export type GateReport = z.infer<typeof gateReport>;
