import { z } from 'zod';
import { nothing, path, procedure } from './procedure.ts';

/** What a person set for this machine. */
export const preferences = z.object({
  /** Chords of the commands whose keys were changed. */
  shortcuts: z.record(z.string().max(60), z.array(z.string().max(40)).max(4)),
});
export type Preferences = z.infer<typeof preferences>;

/** What the application itself answers: dialogs, recent projects, preferences. */
export const appProcedures = {
  'app.chooseFolder': procedure(
    'app',
    z.object({ title: z.string().max(200) }),
    z.object({ path: path.nullable() }),
  ),
  'app.chooseFile': procedure(
    'app',
    z.object({
      title: z.string().max(200),
      extensions: z.array(z.string().max(20)).max(40),
      startIn: path.optional(),
    }),
    z.object({ path: path.nullable() }),
  ),
  'app.chooseNewProject': procedure('app', nothing, z.object({ path: path.nullable() })),
  /** The project named on the command line, if any. */
  'app.startUp': procedure(
    'app',
    nothing,
    z.object({ project: path.nullable(), sampleLibrary: path.nullable() }),
  ),
  'app.recentProjects': procedure(
    'app',
    nothing,
    z.array(z.object({ path, name: z.string(), openedAt: z.string(), missing: z.boolean() })),
  ),
  'app.preferences': procedure('app', nothing, preferences),
  'app.setPreferences': procedure('app', preferences, preferences),
  /** Opens a report that Rolecall wrote into a project, with the browser. False where nothing could open it. */
  'app.openReport': procedure('app', z.object({ path }), z.object({ opened: z.boolean() })),
  'app.showInFolder': procedure('app', z.object({ path }), nothing),
} as const;
