import { useQueryClient } from '@tanstack/react-query';
import type { Episode } from '../../../main/model/index.ts';
import { asEngineError, call, keys, type ProjectSummary } from '../../engine-client/index.ts';
import { fileName, noticeError, noticeGood, strings } from '../../ui/index.ts';

/** File name endings that the pickers offer. */
const SUBTITLES = ['srt', 'vtt', 'ass', 'ssa'];
const SCRIPTS = ['txt', 'html', 'htm', 'fountain', 'csv', 'tsv', 'json', 'jsonl', 'docx'];

export interface LibraryCommands {
  scan(): Promise<void>;
  /** Runs what is unfinished, or only the named episodes. */
  run(episodes?: string[], until?: string, at?: string): Promise<void>;
  /** Whether a run would do again what was done, because something changed since. */
  redoes(): Promise<boolean>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Puts what waits into this order. */
  reorder(episodes: string[]): Promise<void>;
  /** Asks where the library is now, and follows it. */
  relink(): Promise<void>;
  /** A subtitle or a script dropped on an episode becomes its own; a folder is the library's new place. */
  drop(path: string, target: Episode | null): Promise<void>;
  cancel(): Promise<void>;
  /** Asks for a file and pairs it. */
  choose(episode: Episode, what: 'subtitles' | 'script'): Promise<void>;
  unpair(episode: Episode, what: 'subtitles' | 'script'): Promise<void>;
  show(path: string): Promise<void>;
}

/** What the library screen can ask for; each tells its failures itself. */
export function useLibraryCommands(onRelinked: (project: ProjectSummary) => void): LibraryCommands {
  const client = useQueryClient();
  const told = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      const error = asEngineError(thrown);
      if (error.kind !== 'cancelled') noticeError(error.message, error.remedy);
    }
  };
  const refresh = () => client.invalidateQueries({ queryKey: keys.episodes });
  const pair = async (episode: Episode, what: 'subtitles' | 'script', path: string | null): Promise<void> => {
    const changed = await call('library.pair', { episode: episode.id, [what]: path });
    client.removeQueries({ queryKey: keys.lanes(episode.id) });
    client.setQueryData<Episode[]>(keys.episodes, (list) =>
      list?.map((one) => (one.id === changed.id ? changed : one)),
    );
  };
  const relinkTo = async (library: string): Promise<void> => {
    const { summary, found } = await call('library.relink', { library });
    onRelinked(summary);
    await client.invalidateQueries();
    noticeGood(strings.library.relinked(found));
  };
  return {
    scan: () =>
      told(async () => {
        const { added, changed, missing, unpaired } = await call('library.scan', {});
        client.removeQueries({ queryKey: keys.allLanes });
        await refresh();
        const first = strings.library.scanned(added.length, changed.length, missing.length);
        const rest = unpaired.length === 0 ? '' : ` ${strings.library.unpaired(unpaired.length)}.`;
        noticeGood(first + rest);
      }),
    relink: () =>
      told(async () => {
        const { path } = await call('app.chooseFolder', { title: strings.library.relinkTitle });
        if (path !== null) await relinkTo(path);
      }),
    drop: (path, target) =>
      told(async () => {
        const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
        const what = SUBTITLES.includes(ending) ? 'subtitles' : SCRIPTS.includes(ending) ? 'script' : null;
        if (what === null) await relinkTo(path);
        else if (target === null) noticeError(strings.library.dropHint, '');
        else {
          await pair(target, what, path);
          noticeGood(strings.library.dropped(fileName(path), target.title.slice(0, 200)));
        }
      }),
    redoes: () =>
      call('run.foresee', {}).then(
        ({ episodes }) =>
          episodes.some(
            ({ action, reasons }) =>
              action === 'work' && reasons.some((reason) => !['new', 'unfinished'].includes(reason)),
          ),
        // What is wrong is told by the run itself.
        () => false,
      ),
    pause: () => told(async () => void (await call('run.pause', {}))),
    resume: () => told(async () => void (await call('run.resume', {}))),
    reorder: (episodes) => told(async () => void (await call('run.reorder', { episodes }))),
    run: (episodes, until, at) =>
      told(async () => {
        await call('run.start', {
          ...(episodes ? { episodes } : {}),
          ...(until ? { until } : {}),
          ...(at ? { at } : {}),
        });
        await client.invalidateQueries({ queryKey: keys.runStatus });
        await refresh();
      }),
    cancel: () => told(async () => void (await call('run.cancel', {}))),
    choose: (episode, what) =>
      told(async () => {
        const { path } = await call('app.chooseFile', {
          title: what === 'subtitles' ? strings.library.pairSubtitles : strings.library.pairScript,
          extensions: what === 'subtitles' ? SUBTITLES : SCRIPTS,
          startIn: episode.media,
        });
        if (path !== null) await pair(episode, what, path);
      }),
    unpair: (episode, what) => told(() => pair(episode, what, null)),
    show: (path) => told(async () => void (await call('app.showInFolder', { path }))),
  };
}
