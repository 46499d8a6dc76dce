import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  type Action,
  commandsElsewhere,
  offeredNow,
  runCommand,
  runOnceOffered,
  useActions,
} from '../../renderer/ui/actions.ts';
import { GROUPS } from '../../renderer/ui/keymap.ts';
import { strings } from '../../renderer/ui/strings.ts';

const first = useActions.getState();
beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  useActions.setState(first, true);
});

const action = (id: string, rest: Partial<Action> = {}): Action => ({
  id,
  label: id,
  keys: [],
  run: () => undefined,
  ...rest,
});
const offer = (owner: string, ...actions: Action[]): void => useActions.getState().offer(owner, actions);

it('offers what the screen at hand offers in place of what can be done everywhere, each once', () => {
  const everywhere = vi.fn();
  const here = vi.fn();
  offer('project', action('scan', { run: everywhere }), action('theme'));
  offer('library', action('scan', { run: here }));
  expect(offeredNow().map(({ id }) => id)).toEqual(['scan', 'theme']);
  expect(runCommand('scan', 'F5')).toBe(true);
  expect(here).toHaveBeenCalledWith('F5');
  offer('library');
  expect(runCommand('scan')).toBe(true);
  expect(everywhere).toHaveBeenCalledOnce();
});

it('leaves a key alone whose command nobody offers', () => expect(runCommand('scan')).toBe(false));

it('takes the key of a command that cannot act now, and does nothing', () => {
  const run = vi.fn();
  offer('library', action('run', { run, off: strings.cannot.running }));
  expect(runCommand('run')).toBe(true);
  expect(run).not.toHaveBeenCalled();
});

it('runs what was called for from another screen once that screen can do it, and once only', () => {
  const run = vi.fn();
  runOnceOffered('run');
  offer('library', action('run', { run, off: strings.cannot.noEpisodes }));
  vi.advanceTimersByTime(100);
  expect(run).not.toHaveBeenCalled();
  offer('library', action('run', { run }));
  vi.advanceTimersByTime(100);
  offer('library', action('run', { run }));
  vi.advanceTimersByTime(100);
  expect(run).toHaveBeenCalledOnce();
});

it('forgets what was called for when its screen does not come, or something else is wanted meanwhile', () => {
  const run = vi.fn();
  runOnceOffered('run');
  vi.advanceTimersByTime(60_000);
  offer('library', action('run', { run }));
  offer('library');
  runOnceOffered('run');
  offer('window', action('theme'));
  runCommand('theme');
  offer('library', action('run', { run }));
  vi.advanceTimersByTime(100);
  expect(run).not.toHaveBeenCalled();
});

it('names every command that is not offered with where it is, and hides only itself and the number keys', () => {
  offer('library', action('scan'));
  const elsewhere = commandsElsewhere(offeredNow());
  const missing = Object.keys(strings.commands).filter(
    (command) => !elsewhere.some(({ id }) => id === command),
  );
  expect(missing.sort()).toEqual(['assign', 'palette', 'scan']);
  expect(elsewhere.every(({ off }) => off !== undefined && off !== '')).toBe(true);
  const merge = elsewhere.find(({ id }) => id === 'merge-characters');
  expect(merge?.off).toBe(strings.cannot.elsewhere.characters);
  expect(GROUPS.characters).toContain('merge-characters');
});
