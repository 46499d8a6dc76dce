import { describe, expect, test } from 'vitest';
import { documentWithList } from '../../main/export/files.ts';

const text = async (document: object, items: readonly object[]): Promise<string> => {
  let all = '';
  const given = async function* () {
    yield* items;
  };
  for await (const piece of documentWithList(document, 'files', given())) all += piece;
  return all;
};

describe('a document whose list is too long to hold', () => {
  test.each([
    ['no items', []],
    ['one', [{ path: 'a "b"\n\\', size: 1 }]],
    ['several, nested and empty ones', [{ a: { b: [1, { c: null }] } }, {}, { d: [] }]],
  ])('is written as JSON.stringify would: %s', async (_, items) => {
    const document = { kind: 'x', split: null, clips: { rate: 1, list: ['a', 'b'] } };
    expect(await text(document, items)).toBe(`${JSON.stringify({ ...document, files: items }, null, 2)}\n`);
  });
});
