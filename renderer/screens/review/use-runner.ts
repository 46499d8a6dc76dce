import { type RefObject, useRef } from 'react';
import {
  type EdgeDoubt,
  edgeDoubts,
  SAMPLE_RATE,
  samplesToSeconds,
  type Utterance,
} from '../../../main/model/index.ts';
import type { ReviewOutcome } from '../../engine-client/index.ts';
import { type CommandId, noticeError, strings } from '../../ui/index.ts';
import { snapToSpeech } from '../../waveform/index.ts';
import { candidateOf, comparing } from './comparing.ts';
import { CANDIDATE_PLACES, NUDGES } from './keymap.ts';
import { idsBetween } from './listing.ts';
import { mendedEdge, roomOf } from './mend-edge.ts';
import { moving } from './moving.ts';
import { SPEEDS, useReview } from './review-store.ts';
import { cutOfSpan, SHORTEST_SPLIT } from './splitting.ts';
import type { Decisions } from './use-decisions.ts';
import type { Workplace } from './workplace.ts';

/** The shortest span an edge may leave, in samples: 50 ms. */
const SHORTEST = 800;
/** How far a dragged edge looks for a speech edge, in samples: 80 ms. */
const SNAP_REACH = 1280;

export interface Runner {
  /** Another episode stands on the screen: what was waiting for it is shown. */
  arrive(): void;
  run(command: CommandId, chord?: string): void;
  /** Selects an utterance, shows it in the waveform, and plays it when that is wanted. */
  go(utterance: Utterance, play?: boolean): void;
  pick(utterance: Utterance, how: 'one' | 'range' | 'toggle'): void;
  /** A press into the waveform: the cursor goes there, and to the utterance that lies there. Seconds. */
  pickAt(seconds: number, id: string | null): void;
  /** Plays a character's best utterance, then the active one. */
  compare(character: string): void;
  assign(character: string | null): void;
  retime(id: string, start: number, end: number, side: 'start' | 'end'): void;
  /** Moves an edge of the active utterance to where the words that were heard want it. */
  mend(edge: EdgeDoubt): void;
  splitAt(at: number, textAt: number): void;
  retext(text: string): void;
  /** Where the pending split cuts the sound, in samples. */
  readonly splitPlace: RefObject<number>;
}

/** Turns commands into what they do. One object for the life of the screen; it reads the latest state when asked. */
export function useRunner(workplace: Workplace): Runner {
  const latest = useRef(workplace);
  latest.current = workplace;
  const splitPlace = useRef(0);
  const runner = useRef<Runner | null>(null);
  runner.current ??= createRunner(() => latest.current, splitPlace);
  return runner.current;
}

function createRunner(at: () => Workplace, splitPlace: RefObject<number>): Runner {
  const store = useReview.getState;
  const current = (): Utterance | null => at().decisions.fresh(store().active);

  const { play, go, arrive, move, extend, noteIndex } = moving(at);
  /** The selected utterances by time. */
  const targets = (): Utterance[] => {
    const { selection } = store();
    const { rows, utterances } = at();
    const found = new Map<string, Utterance>();
    for (const list of [utterances, rows])
      for (let place = 0; place < list.length && found.size < selection.size; place += 1) {
        const utterance = list[place];
        if (utterance !== undefined && selection.has(utterance.id)) found.set(utterance.id, utterance);
      }
    return [...found.values()];
  };
  /** Decides about the selection and goes to the row after it. */
  const decide = (edit: (ids: string[]) => Parameters<Decisions['apply']>[0]): void => {
    const chosen = targets();
    const ids = chosen.map(({ id }) => id);
    if (ids.length === 0) return;
    noteIndex();
    const { rows } = at();
    const last = Math.max(...ids.map((id) => rows.findIndex((row) => row.id === id)));
    const next = rows[last + 1];
    const apply = (): void => {
      for (const episode of new Set(chosen.map((utterance) => utterance.episode))) {
        const group = chosen.filter((utterance) => utterance.episode === episode);
        void at().decisions.apply(edit(group.map(({ id }) => id)), episode);
      }
    };
    // The decision before the selection: both are then drawn at once.
    if (next) go(next, store().autoPlay, apply);
    else apply();
    if (!next && ids.length > 1) store().select(store().active);
  };
  const retime = (utterance: Utterance, side: 'start' | 'end', wanted: number): void => {
    const start =
      side === 'start' ? Math.min(Math.max(0, wanted), utterance.end - SHORTEST) : utterance.start;
    const end =
      side === 'end' ? Math.max(Math.min(at().samples, wanted), utterance.start + SHORTEST) : utterance.end;
    if (start < 0 || (start === utterance.start && end === utterance.end)) return;
    void at().decisions.apply({ kind: 'retime', utterance: utterance.id, start, end }, utterance.episode);
    if (!store().autoPlay) return;
    const from = samplesToSeconds(start);
    const to = samplesToSeconds(end);
    const player = at().sound.current?.player;
    if (side === 'start') player?.playSpan(from, Math.min(to, from + 0.6));
    else player?.playSpan(Math.max(from, to - 0.6), to);
  };
  const mend = (doubt: EdgeDoubt): void => {
    const active = current();
    const { speech, utterances, samples } = at();
    if (active === null || speech === null || active.episode !== at().episode) return;
    const wanted = mendedEdge(doubt, active, speech, roomOf(active, utterances, samples));
    if (wanted === null) noticeError(strings.review.noOtherEdge, strings.review.noOtherEdgeRemedy);
    else retime(active, doubt.startsWith('start') ? 'start' : 'end', wanted);
  };
  /** Shows what a command that makes or brings back utterances has changed. */
  const follow = (outcome: ReviewOutcome | null): void => {
    const first = outcome?.changed[0];
    if (!outcome || !first) return;
    if (outcome.changed.some(({ id }) => id === store().active) && !outcome.removed.length) return;
    go(first, false);
  };
  const split = (active: Utterance): void => {
    if (active.end - active.start < SHORTEST_SPLIT || active.text.length < 2) {
      noticeError(strings.review.tooShortToSplit, strings.review.tooShortRemedy);
      return;
    }
    const player = at().sound.current?.player;
    splitPlace.current = cutOfSpan(active.start, active.end, (player?.seconds ?? 0) * SAMPLE_RATE);
    player?.pause();
    store().set({ panel: 'split' });
  };
  const merge = (active: Utterance): void => {
    const { utterances, decisions } = at();
    const chosen = targets().filter(({ episode }) => episode === active.episode);
    // What was never spoken has no sound to join.
    const place = utterances.findIndex(({ id }) => id === active.id);
    const following = utterances.find(({ start, end }, index) => index > place && end > start);
    const joined = chosen.length > 1 ? chosen : following ? [active, following] : [];
    if (joined.length < 2) {
      noticeError(strings.review.nothingToMerge, strings.review.nothingToMergeRemedy);
      return;
    }
    void decisions
      .apply({ kind: 'merge', utterances: joined.map(({ id }) => id) }, active.episode)
      .then(follow);
  };
  const changeSpeed = (step: -1 | 1): void => {
    const { speed: now } = store();
    const speed = SPEEDS.filter((one) => (step > 0 ? one > now : one < now)).at(step > 0 ? 0 : -1);
    if (speed !== undefined) store().set({ speed });
  };

  const { compare, compareEnhanced } = comparing(at, play);

  const onActive: Partial<Record<CommandId, (active: Utterance) => void>> = {
    'play-span': (active) => play(active),
    ...Object.fromEntries(
      Object.entries(CANDIDATE_PLACES).map(([command, place]) => [
        command,
        (active: Utterance) => void compare(active, candidateOf(active, place)),
      ]),
    ),
    'compare-enhanced': (active) => void compareEnhanced(active),
    'play-around': (active) => play(active, 0.5),
    loop: (active) =>
      at().sound.current?.player?.looping ? at().sound.current?.player?.pause() : play(active, 0, true),
    split,
    merge,
    'mend-edge': (active) => {
      const [edge] = edgeDoubts(active);
      if (edge !== undefined) mend(edge);
    },
    'edit-text': () => store().set({ editing: true }),
    pick: () => store().set({ panel: 'pick' }),
  };
  const simple: Partial<Record<CommandId, () => void>> = {
    'play-pause': () => at().sound.current?.player?.toggle(),
    accept: () => decide((utterances) => ({ kind: 'accept', utterances })),
    reject: () => decide((utterances) => ({ kind: 'reject', utterances })),
    nobody: () => decide((utterances) => ({ kind: 'assign', utterances, character: null })),
    next: () => move(1),
    previous: () => move(-1),
    'extend-next': () => extend(1),
    'extend-previous': () => extend(-1),
    first: () => at().rows[0] && go(at().rows[0]!),
    last: () => at().rows.at(-1) && go(at().rows.at(-1)!),
    undo: () => void at().decisions.undo().then(follow),
    redo: () => void at().decisions.redo().then(follow),
    search: () => at().search.current?.select(),
    order: () => store().set({ order: store().order === 'worst' ? 'spoken' : 'worst' }),
    'auto-play': () => store().set({ autoPlay: !store().autoPlay }),
    spectrogram: () => store().set({ spectrogram: !store().spectrogram }),
    'zoom-in': () => at().sound.current?.zoomBy(1.5),
    'zoom-out': () => at().sound.current?.zoomBy(1 / 1.5),
    slower: () => changeSpeed(-1),
    faster: () => changeSpeed(1),
    back: () => at().onBack(),
    snap: () => store().set({ snap: !store().snap }),
    history: () => store().set({ panel: 'history' }),
  };

  return {
    splitPlace,
    go,
    arrive,
    compare: (character) => {
      const active = current();
      if (active) void compare(active, character);
    },
    run: (command, chord) => {
      const { characters } = at();
      const active = current();
      const nudge = NUDGES[command];
      if (nudge && active) retime(active, nudge.side, active[nudge.side] + nudge.by);
      else if (command === 'assign') {
        const character = characters.find(({ key }) => String(key) === chord);
        if (character) decide((utterances) => ({ kind: 'assign', utterances, character: character.name }));
      } else if (active && onActive[command]) onActive[command](active);
      else simple[command]?.();
    },
    pick: (utterance, how) => {
      if (how === 'one') return go(utterance);
      if (how === 'toggle') return store().toggle(utterance.id);
      const anchor = store().anchor ?? utterance.id;
      store().selectMany(idsBetween(at().rows, anchor, utterance.id), utterance.id, anchor);
    },
    pickAt: (seconds, id) => {
      const picked = id === null ? undefined : at().utterances.find((utterance) => utterance.id === id);
      if (picked && picked.id !== store().active) go(picked, false);
      at().sound.current?.player?.seek(seconds);
    },
    assign: (character) => {
      store().set({ panel: 'none' });
      decide((utterances) => ({ kind: 'assign', utterances, character }));
    },
    mend,
    retime: (id, start, end, side) => {
      const utterance = at().decisions.fresh(id);
      if (!utterance) return;
      const wanted = Math.round((side === 'start' ? start : end) * SAMPLE_RATE);
      const { speech } = at();
      retime(
        utterance,
        side,
        store().snap && speech ? snapToSpeech(wanted, side, speech, SNAP_REACH) : wanted,
      );
    },
    splitAt: (place, textAt) => {
      const { decisions } = at();
      const active = current();
      store().set({ panel: 'none' });
      if (active)
        void decisions
          .apply({ kind: 'split', utterance: active.id, at: place, textAt }, active.episode)
          .then(follow);
    },
    retext: (text) => {
      const { decisions, list } = at();
      const active = current();
      list.current?.focus();
      if (active && text !== active.text && text !== '')
        void decisions.apply({ kind: 'retext', utterance: active.id, text }, active.episode);
    },
  };
}
