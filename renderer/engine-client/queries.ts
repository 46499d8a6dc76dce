import { notifyManager, QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ReviewOutcome } from '../../main/contract/index.ts';
import type { Utterance } from '../../main/model/index.ts';
import { call, onEvent } from './bridge.ts';
import { fetchPeaks, fetchSpeech } from './media.ts';

/** Keys of everything the window keeps of the engine's state. All of it can be read again. */
export const keys = {
  episodes: ['episodes'] as const,
  characters: ['characters'] as const,
  cast: (series: string) => ['characters', series] as const,
  castDecisions: (series: string) => ['characters', series, 'decisions'] as const,
  exemplars: (series: string, character: string) => ['exemplars', series, character] as const,
  openVoices: (series: string) => ['open-voices', series] as const,
  voiceMap: (series: string) => ['voice-map', series] as const,
  worst: (series: string) => ['worst', series] as const,
  audit: ['audit'] as const,
  measures: ['measures'] as const,
  morning: ['morning'] as const,
  runStatus: ['run-status'] as const,
  utterances: (episode: string) => ['utterances', episode] as const,
  history: (episode: string) => ['history', episode] as const,
  script: (utterance: string) => ['script', utterance] as const,
  peaks: (episode: string) => ['peaks', episode] as const,
  speech: (episode: string) => ['speech', episode] as const,
  allLanes: ['lanes'] as const,
  lanes: (episode: string) => ['lanes', episode] as const,
};

// Told in the same task: what a key changes in the data and in the selection is drawn once.
notifyManager.setScheduler(queueMicrotask);

/** Data comes from the same machine and changes only when told: no refetching on focus, no retries. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });

export const useEpisodes = () =>
  useQuery({ queryKey: keys.episodes, queryFn: () => call('library.episodes', {}) });

/** The cast of one series. */
export const useCharacters = (series: string) =>
  useQuery({ queryKey: keys.cast(series), queryFn: () => call('characters.list', { series }) });

export const useCastDecisions = (series: string) =>
  useQuery({ queryKey: keys.castDecisions(series), queryFn: () => call('characters.decisions', { series }) });

/** Voices of a series that nobody named. */
export const useOpenVoices = (series: string) =>
  useQuery({
    queryKey: keys.openVoices(series),
    queryFn: () => call('characters.unnamed', { series }),
    gcTime: 0,
  });

export const useExemplars = (series: string, character: string, limit: number) =>
  useQuery({
    queryKey: keys.exemplars(series, character),
    queryFn: () => call('characters.exemplars', { series, character, except: null, limit }),
  });

export const useVoiceMap = (series: string) =>
  useQuery({ queryKey: keys.voiceMap(series), queryFn: () => call('characters.map', { series }), gcTime: 0 });

/** So many are kept at hand; the next ones come when the queue is opened again. */
export const QUEUE_LENGTH = 1000;

/** The most doubtful utterances of a series, worst first. Read anew each time the queue is opened. */
export const useWorst = (series: string) =>
  useQuery({
    queryKey: keys.worst(series),
    queryFn: () => call('utterances.worst', { series, limit: QUEUE_LENGTH }),
    gcTime: 0,
    structuralSharing: false,
  });

export const useAudit = () => useQuery({ queryKey: keys.audit, queryFn: () => call('audit.state', {}) });

export const useMeasures = () =>
  useQuery({ queryKey: keys.measures, queryFn: () => call('measures.report', {}), gcTime: 0, staleTime: 0 });

/** What the last run left behind; read anew each time the screen is opened. */
export const useMorning = () =>
  useQuery({ queryKey: keys.morning, queryFn: () => call('report.morning', {}), gcTime: 0, staleTime: 0 });

export const useRunStatus = () =>
  useQuery({ queryKey: keys.runStatus, queryFn: () => call('run.status', {}) });

export const useUtterances = (episode: string) =>
  useQuery({
    queryKey: keys.utterances(episode),
    queryFn: () => allUtterances(episode),
    // Rows are kept apart by their ids; to compare thousands of them value by value would hold the window up.
    structuralSharing: false,
  });

/** So many rows cross to the window at once: the more, the longer it stands still for them. */
const PAGE = 250;

async function allUtterances(episode: string): Promise<Utterance[]> {
  const all = new Map<string, Utterance>();
  for (let from = 0; ; from += PAGE) {
    const page = await call('utterances.page', { episode, from, limit: PAGE });
    for (const utterance of page) all.set(utterance.id, utterance);
    if (page.length < PAGE) return [...all.values()];
  }
}

export const useHistory = (episode: string) =>
  useQuery({ queryKey: keys.history(episode), queryFn: () => call('review.history', { episode }) });

export const useScriptContext = (utterance: string | null) =>
  useQuery({
    queryKey: keys.script(utterance ?? ''),
    queryFn: () => call('utterances.script', { utterance: utterance ?? '' }),
    enabled: utterance !== null,
    gcTime: 5_000,
  });

/** Large, so it goes soon after its episode is left; a queue comes back to an episode sooner. */
const LARGE = { gcTime: 60_000 };

/** Peaks and speech probabilities. */
export const usePeaks = (episode: string) =>
  useQuery({ queryKey: keys.peaks(episode), queryFn: () => fetchPeaks(episode), ...LARGE });

/** Cues and script lines with their times; where the texts cannot be read, the lanes stay empty. */
export const useTextLanes = (episode: string) =>
  useQuery({
    queryKey: keys.lanes(episode),
    queryFn: () => call('utterances.lanes', { episode }),
    // Where there are no cues the file may be put back at any time.
    refetchOnMount: ({ state }) => (state.data?.subtitles === null ? 'always' : true),
    ...LARGE,
  });

export const useSpeech = (episode: string) =>
  useQuery({ queryKey: keys.speech(episode), queryFn: () => fetchSpeech(episode), ...LARGE });

interface News {
  /** What stands in the list and is different now, by its place there. */
  readonly replaced: ReadonlyMap<number, Utterance>;
  readonly removed: ReadonlySet<string>;
  readonly added: readonly Utterance[];
}

/**
 * What of an outcome the list does not show already: an answer mostly says what was foreseen, and a list that
 * stays the same object is not drawn again.
 */
function newsOf(
  list: readonly Utterance[],
  outcome: Pick<ReviewOutcome, 'changed' | 'removed'>,
): News | null {
  const changed = new Map(outcome.changed.map((utterance) => [utterance.id, utterance]));
  const touched = new Set([...changed.keys(), ...outcome.removed]);
  const replaced = new Map<number, Utterance>();
  const removed = new Set<string>();
  for (let at = 0; at < list.length && touched.size > 0; at += 1) {
    const known = list[at];
    if (known === undefined || !touched.delete(known.id)) continue;
    const now = changed.get(known.id);
    changed.delete(known.id);
    if (now === undefined) removed.add(known.id);
    else if (JSON.stringify(now) !== JSON.stringify(known)) replaced.set(at, now);
  }
  if (replaced.size + removed.size + changed.size === 0) return null;
  return { replaced, removed, added: [...changed.values()] };
}

function withReplaced(list: readonly Utterance[], { replaced, removed }: News): Utterance[] {
  const now = list.slice();
  for (const [at, utterance] of replaced) now[at] = utterance;
  return removed.size === 0 ? now : now.filter(({ id }) => !removed.has(id));
}

/** Puts what a review command changed into the list at hand; order stays by time. */
export function mergeOutcome(
  list: Utterance[],
  outcome: Pick<ReviewOutcome, 'changed' | 'removed'>,
): Utterance[] {
  const news = newsOf(list, outcome);
  if (news === null) return list;
  const merged = withReplaced(list, news);
  const moved = [...news.replaced].some(
    ([at, { start, end }]) => list[at]?.start !== start || list[at]?.end !== end,
  );
  if (!moved && news.added.length === 0) return merged;
  merged.push(...news.added);
  return merged.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The same for a list whose order is not by time: what is new is left out. */
export function mergeInPlace(
  list: Utterance[],
  outcome: Pick<ReviewOutcome, 'changed' | 'removed'>,
): Utterance[] {
  const news = newsOf(list, outcome);
  return news === null || news.replaced.size + news.removed.size === 0 ? list : withReplaced(list, news);
}

/** Keeps the cached state true to the engine's events; mounted once, at the root. */
export function useEngineEvents(): void {
  const client = useQueryClient();
  useEffect(() => {
    let finished = -1;
    const stopProgress = onEvent('run.progress', (status) => {
      client.setQueryData(keys.runStatus, status);
      const now = status.done + status.failed + (status.running ? 0 : 0.5);
      if (now === finished) return;
      finished = now;
      void client.invalidateQueries({ queryKey: keys.episodes });
      if (status.running) return;
      void client.invalidateQueries({ queryKey: keys.characters });
      void client.invalidateQueries({ queryKey: keys.morning });
    });
    const stopChanges = onEvent('project.changed', ({ episodes }) => {
      void client.invalidateQueries({ queryKey: keys.episodes });
      void client.invalidateQueries({ queryKey: keys.characters });
      if (episodes === null) void client.invalidateQueries();
      for (const episode of episodes ?? [])
        for (const key of [keys.utterances, keys.history, keys.peaks, keys.speech, keys.lanes])
          void client.invalidateQueries({ queryKey: key(episode) });
    });
    return () => {
      stopProgress();
      stopChanges();
    };
  }, [client]);
}
