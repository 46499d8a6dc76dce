import { first } from './0001-first.ts';
import { search } from './0002-search.ts';
import { words } from './0003-words.ts';
import { queue } from './0004-queue.ts';
import { channels } from './0005-channels.ts';
import { worth } from './0006-worth.ts';
import { castHistory } from './0007-cast-history.ts';
import type { Migration } from './migration.ts';

/** In order; each is applied in one transaction. */
export const MIGRATIONS: readonly Migration[] = [first, search, words, queue, channels, worth, castHistory];

export const CURRENT_VERSION = MIGRATIONS.length;
