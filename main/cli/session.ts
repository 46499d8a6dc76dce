/** What every command gets besides its own arguments. */
export interface Session {
  readonly signal: AbortSignal;
  readonly setExitCode: (code: number) => void;
  readonly json: boolean;
}
