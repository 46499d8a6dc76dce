import { z } from 'zod';

/*
 * The window's content security policy forbids `new Function`, which zod would
 * use to compile schemas. This module must be evaluated before any schema is made.
 */
z.config({ jitless: true });
