import { expect, it } from 'vitest';
import {
  inQueueOrder,
  leaveQueue,
  madeFrom,
  moveInQueue,
  orderQueue,
  putMadeFrom,
  queuePlaces,
  runWish,
  setRunWish,
} from '../../main/store/index.ts';
import { addEpisode, temporaryDatabase } from '../helpers/project.ts';

function queueOfFour() {
  const database = temporaryDatabase();
  for (const id of ['a', 'b', 'c', 'd']) addEpisode(database, id);
  const order = (): string => inQueueOrder(['a', 'b', 'c', 'd'], queuePlaces(database), (id) => id).join('');
  return { database, order };
}

it('keeps the given order until somebody moves something', () => {
  const { database, order } = queueOfFour();
  expect(order()).toBe('abcd');
  moveInQueue(database, ['c', 'd'], 'first');
  expect(order()).toBe('cdab');
  moveInQueue(database, ['b'], 'first');
  expect(order()).toBe('bcda');
  moveInQueue(database, ['c'], 'last');
  expect(order()).toBe('bdac');
  leaveQueue(database, 'b');
  expect(order()).toBe('dabc');
});

it('takes a whole order, before what it does not name', () => {
  const { database, order } = queueOfFour();
  moveInQueue(database, ['d'], 'first');
  orderQueue(database, ['c', 'b']);
  expect(order()).toBe('cbad');
  orderQueue(database, ['unknown']);
  expect(order()).toBe('abcd');
});

it('remembers what is wished of a run until that is taken back', () => {
  const { database } = queueOfFour();
  expect(runWish(database)).toBeNull();
  setRunWish(database, 'pause');
  setRunWish(database, 'cancel');
  expect(runWish(database)).toBe('cancel');
  setRunWish(database, null);
  expect(runWish(database)).toBeNull();
});

it('remembers what an episode was made from', () => {
  const { database } = queueOfFour();
  expect(madeFrom(database, 'a')).toBeNull();
  putMadeFrom(database, 'a', { media: 'm', script: null });
  expect(madeFrom(database, 'a')).toEqual({ media: 'm', script: null });
});
