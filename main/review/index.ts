export { applyEdit, type ReviewOutcome, redo, undo } from './apply.ts';
export { type Audit, type AuditResult, audit, auditResult, drawSample, wilsonInterval } from './audit.ts';
export { bringBack, type GivenUtterances, givenUtterances, giveTo, takeBack } from './give.ts';
export { type ReplacedName, replacedName, replaceName, restoreName } from './rename.ts';
