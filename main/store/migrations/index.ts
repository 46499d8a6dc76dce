import { first } from './0001-first.ts';

export interface Migration {
  /** The `user_version` that the database has after this step. */
  readonly version: number;
  readonly up: string;
}

/** In order; each is applied in one transaction. */
export const MIGRATIONS: readonly Migration[] = [first];

export const CURRENT_VERSION = MIGRATIONS.length;
