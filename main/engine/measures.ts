import { z } from 'zod';
import { acceptedSeconds, getSetting, putSetting } from '../store/index.ts';
import type { Project } from './project.ts';

const measures = z.object({
  /** Seconds in which a person was at work: pauses longer than a minute count as a minute. */
  seconds: z.number(),
  keystrokes: z.number().int(),
  /** Decisions by kind. */
  decisions: z.record(z.string(), z.number().int()),
  /** Decisions whose time is known, and the seconds of work from the decision before to each, by kind. */
  timed: z.record(z.string(), z.object({ count: z.number().int(), seconds: z.number() })).default({}),
});
export type Measures = z.infer<typeof measures>;

const NONE: Measures = { seconds: 0, keystrokes: 0, decisions: {}, timed: {} };

const read = ({ database }: Project): Measures => {
  const json = getSetting(database, 'measures');
  return json === null ? NONE : measures.parse(JSON.parse(json));
};

/** Adds a stretch of work to what is known of this project. */
export function addMeasures(project: Project, added: Measures): void {
  const { seconds, keystrokes, decisions, timed } = read(project);
  const sum = { ...decisions };
  for (const [kind, count] of Object.entries(added.decisions)) sum[kind] = (sum[kind] ?? 0) + count;
  const times = { ...timed };
  for (const [kind, { count, seconds: more }] of Object.entries(added.timed)) {
    const before = times[kind] ?? { count: 0, seconds: 0 };
    times[kind] = { count: before.count + count, seconds: before.seconds + more };
  }
  putSetting(
    project.database,
    'measures',
    JSON.stringify({
      seconds: seconds + added.seconds,
      keystrokes: keystrokes + added.keystrokes,
      decisions: sum,
      timed: times,
    }),
  );
}

/** What the review of this project costs a person; kept on this machine only. */
export function measuresOf(project: Project) {
  const { seconds, keystrokes, decisions, timed } = read(project);
  const accepted = acceptedSeconds(project.database);
  const count = Object.values(decisions).reduce((sum, each) => sum + each, 0);
  return {
    seconds,
    keystrokes,
    decisions,
    timed,
    acceptedSeconds: accepted,
    minutesPerAcceptedHour: accepted === 0 || count === 0 ? null : seconds / 60 / (accepted / 3600),
    decisionsPerMinute: seconds === 0 ? null : count / (seconds / 60),
    /** By kind, where decisions of it took a known time. */
    perMinuteByKind: Object.fromEntries(
      Object.entries(timed).flatMap(([kind, each]) =>
        each.seconds === 0 ? [] : [[kind, each.count / (each.seconds / 60)]],
      ),
    ),
    keystrokesPerDecision: count === 0 ? null : keystrokes / count,
  };
}
