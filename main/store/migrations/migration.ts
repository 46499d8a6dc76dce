export interface Migration {
  /** The `user_version` that the database has after this step. */
  readonly version: number;
  readonly up: string;
}
