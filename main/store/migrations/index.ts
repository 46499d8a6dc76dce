import { first } from './0001-first.ts';
import { search } from './0002-search.ts';
import { words } from './0003-words.ts';
import type { Migration } from './migration.ts';

/** In order; each is applied in one transaction. */
export const MIGRATIONS: readonly Migration[] = [first, search, words];

export const CURRENT_VERSION = MIGRATIONS.length;
