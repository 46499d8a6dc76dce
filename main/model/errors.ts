/** What kind of trouble an error is; decides whether a retry can help and which exit code a command ends with. */
export type ErrorKind =
  /** The command was called wrongly. */
  | 'usage'
  /** A file of the user is missing, damaged or not what it claims to be. */
  | 'input'
  /** The project database is damaged, locked or from another version. */
  | 'project'
  /** Something this machine lacks: a program, a model, a library, disk space. */
  | 'environment'
  /** Work was stopped on request. */
  | 'cancelled'
  /** A fault of ours. */
  | 'internal';

/** Parts of the window's settings that a failure may send people to. */
export const SETTINGS_PARTS = ['models', 'recogniser', 'space', 'doctor'] as const;
export type SettingsPart = (typeof SETTINGS_PARTS)[number];

export interface ErrorDetails {
  readonly kind: ErrorKind;
  /** What happened, one sentence. */
  readonly message: string;
  /** What the user can do about it, one sentence. */
  readonly remedy: string;
  /** The file concerned. */
  readonly file?: string;
  /** Where in the file: "line 12", "cue 7", "at 00:12:33". */
  readonly place?: string;
  /** The part of the window's settings in which a person can mend it. */
  readonly mendedIn?: SettingsPart;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly passing?: boolean;
  readonly cause?: unknown;
}

/** An expected failure: says what happened, where, and what to do. */
export class RolecallError extends Error {
  readonly kind: ErrorKind;
  readonly remedy: string;
  readonly file: string | undefined;
  readonly place: string | undefined;
  readonly mendedIn: SettingsPart | undefined;
  readonly passing: boolean;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'RolecallError';
    this.kind = details.kind;
    this.remedy = details.remedy;
    this.file = details.file;
    this.place = details.place;
    this.mendedIn = details.mendedIn;
    this.passing = details.passing ?? false;
  }

  /** One line for a terminal: file, place, what happened, what to do. */
  describe(): string {
    const where = [this.file, this.place].filter(Boolean).join(', ');
    return `${where ? `${where}: ` : ''}${this.message} ${this.remedy}`.trim();
  }
}

/** Any thrown value as a RolecallError; unknown ones become `internal`. */
export function asRolecallError(thrown: unknown, context: { file?: string } = {}): RolecallError {
  if (thrown instanceof RolecallError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') return cancelled();
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new RolecallError({
    kind: 'internal',
    message: `Unexpected failure: ${message}`,
    remedy: 'Run `rolecall doctor`, and report this with its output if it stays.',
    cause: thrown,
    ...context,
  });
}

export const cancelled = (): RolecallError =>
  new RolecallError({ kind: 'cancelled', message: 'Cancelled.', remedy: 'Run the command again to go on.' });
