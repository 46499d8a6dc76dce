export { applyEdit, type ReviewOutcome, redo, undo } from './apply.ts';
