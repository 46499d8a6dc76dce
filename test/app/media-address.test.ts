import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileOf, parseRange } from '../../main/app/media-address.ts';
import { mediaAddress } from '../../main/contract/index.ts';

describe('the range of a request', () => {
  it.each([
    [null, 'whole'],
    ['bytes=0-', { first: 0, last: 99 }],
    ['bytes=10-19', { first: 10, last: 19 }],
    ['bytes=90-500', { first: 90, last: 99 }],
    ['bytes=-10', { first: 90, last: 99 }],
    ['bytes=-500', { first: 0, last: 99 }],
    ['bytes=100-', null],
    ['bytes=20-10', null],
    ['bytes=-', null],
    ['lines=1-2', 'whole'],
    ['bytes=0-1,5-6', 'whole'],
  ])('%j of 100 bytes', (header, expected) => {
    expect(parseRange(header, 100)).toEqual(expected);
  });
});

describe('the file of an address', () => {
  it('lies in the cache of the open project', () => {
    const found = fileOf(mediaAddress('émile-s01e01', 'audio'), '/p.rolecall');
    expect(found).toEqual({
      file: join('/p.rolecall', 'cache', 'émile-s01e01', 'listening.ogg'),
      kind: 'audio',
    });
  });

  it.each([
    ['no project is open', mediaAddress('a', 'peaks'), null],
    ['another kind of file', 'rolecall-media://episode/a/project.db', '/p'],
    ['a kind that every object has', 'rolecall-media://episode/a/constructor', '/p'],
    ['the folder above', 'rolecall-media://episode/..%2F..%2Fetc/audio', '/p'],
    ['dots alone', 'rolecall-media://episode/%2e%2e/audio', '/p'],
    ['another host', 'rolecall-media://etc/a/audio', '/p'],
    ['more than a kind', 'rolecall-media://episode/a/audio/more', '/p'],
    ['a broken escape', 'rolecall-media://episode/%E0%A4/audio', '/p'],
  ])('is refused: %s', (_title, address, project) => {
    expect(fileOf(address, project)).toBeNull();
  });
});
