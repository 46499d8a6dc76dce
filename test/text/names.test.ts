import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CharacterTable, characterTable } from '../../main/model/characters.ts';
import { correct, resolveCharacters, speakerName, speakerOf } from '../../main/text/index.ts';

/** "Ross:20, ROSS:3" as labels with counts. */
const labels = (text: string): { label: string; count: number }[] =>
  text.split('; ').map((one) => ({
    label: one.slice(0, one.lastIndexOf('=')),
    count: Number(one.slice(one.lastIndexOf('=') + 1)),
  }));
const table = (text: string, known?: CharacterTable): CharacterTable =>
  resolveCharacters(labels(text), known);
const names = (one: CharacterTable): string[] => one.characters.map((character) => character.name).sort();

describe('which labels are one character', () => {
  test.each([
    ['case', 'ROSS=20; Ross=3', ['Ross']],
    ['capitals become a name', 'CHANDLER BING=20', ['Chandler Bing']],
    ['capitals with marks', "O'BRIEN=2; DR. MCKAY=3; TV HOST=1", ['Dr. McKay', "O'Brien", 'TV Host']],
    ['directions in brackets', 'Ross (on phone)=1; ROSS (V.O.)=2; Ross=9', ['Ross']],
    ['articles', 'The Lurker=6; Lurker=1', ['The Lurker']],
    ['apostrophes', "Joey's Date=2; Joey’s Date=1", ["Joey's Date"]],
    ['first name of one full name', 'Chandler=50; Chandler Bing=2', ['Chandler']],
    ['the more frequent spelling names it', 'Chandler=2; Chandler Bing=50', ['Chandler Bing']],
    [
      'two of that first name',
      'Frank=9; Frank Ross=5; Frank Miller=5',
      ['Frank', 'Frank Miller', 'Frank Ross'],
    ],
    ['title, first and last name', 'Dr. Orla Finch=5; ORLA=20; Finch=4', ['Orla']],
    ['last name of two', 'Finch=4; Orla Finch=5; Tom Finch=5', ['Finch', 'Orla Finch', 'Tom Finch']],
    ['every form of one name', 'ORLA=22; Dr. Orla Finch=2; Finch=5; Dr. Finch=1', ['Orla']],
    ['the same title', 'Dr. Finch=4; Dr. Orla Finch=5', ['Dr. Orla Finch']],
    ['another title is another person', 'Mr. Geller=4; Monica Geller=5', ['Monica Geller', 'Mr. Geller']],
    ['husband and wife', 'Mr. Geller=4; Mrs. Geller=5', ['Mr. Geller', 'Mrs. Geller']],
    ['mother and daughter', 'Phoebe=40; Phoebe Sr.=12', ['Phoebe', 'Phoebe Sr.']],
    ['a younger self', 'Ethan=9; Young Ethan=12', ['Ethan', 'Young Ethan']],
    ["somebody's mother", "Monica=40; Monica's Mother=3", ['Monica', "Monica's Mother"]],
    [
      'roles are not short for each other',
      'Student=1; Female Student=2; Guard=1; The Security Guard=3',
      ['Female Student', 'Guard', 'Student', 'The Security Guard'],
    ],
    ['numbered roles', 'Guard 1=2; Guard 2=2', ['Guard 1', 'Guard 2']],
    ['a letter left out', 'Rachel=60; Rache=1', ['Rachel']],
    ['a letter left out inside', 'Chandler=60; Chander=1', ['Chandler']],
    ['swapped letters', 'Monica=60; Moncia=1', ['Monica']],
    ['two frequent near names', 'Marcel=30; Marcela=25', ['Marcel', 'Marcela']],
    ['a near name that is another name', 'Paul=40; Paula=1', ['Paul', 'Paula']],
    ['a replaced letter in a short name', 'Jane=40; Jade=1', ['Jade', 'Jane']],
    ['members of a group', 'Ross and Rachel=3; Ross=5', ['Rachel', 'Ross']],
    ['crowds and marks are nobody', 'All=9; Crowd=2; Scene=4; Written by=1; Ross=2; Lyrics=3', ['Ross']],
    ['a voice is its owner', "Janice's Voice=2; Janice=9; Voice on phone (JOE)=2; JOE=5", ['Janice', 'Joe']],
  ])('%s', (_, text, expected) => expect(names(table(text))).toEqual(expected));

  test.each([
    ['short name', 'Joey=60; Joe=1', [['Joe', 'Joey', 'spelling']]],
    ['generation', 'Phoebe=40; Phoebe Sr.=12', [['Phoebe', 'Phoebe Sr.', 'generation']]],
    ['title', 'Dr. Finch=4; Orla Finch=5', [['Dr. Finch', 'Orla Finch', 'title']]],
    [
      'a name of two',
      'Finch=4; Orla Finch=5; Tom Finch=5',
      [
        ['Finch', 'Orla Finch', 'short-form'],
        ['Finch', 'Tom Finch', 'short-form'],
      ],
    ],
  ])('what is uncertain is proposed: %s', (_, text, expected) =>
    expect(table(text).proposals.map((one) => [one.label, one.name, one.reason])).toEqual(expected),
  );
});

describe('who a label means', () => {
  const series = table(
    "Ross=50; Rachel=50; Joey=50; CHANDLER=40; Chandler Bing=1; Monica=40; Monica's Mother=2; Mr. Geller=3; Mrs. Geller=3; JOE=4",
  );
  test.each([
    ['ROSS', 'Ross'],
    ['chandler bing', 'Chandler'],
    ['Ross (to Joey)', 'Ross'],
    ['JOE (V.O.)', 'Joe'],
    ['Voice on phone (JOE)', 'Joe'],
    ["Joey's Voice", 'Joey'],
    ['Joey on the phone', 'Joey'],
    ["Monica's Mother", "Monica's Mother"],
    ['Somebody New', 'Somebody New'],
    ['SOMEBODY NEW', 'Somebody New'],
    ['X and Y', 'X and Y'],
    ['Ross and Rachel', 'Ross and Rachel'],
    ['ROSS & RACHEL', 'Ross and Rachel'],
    ['Ross/Rachel', 'Ross and Rachel'],
    ['Ross, Rachel, and Joey', 'Ross, Rachel and Joey'],
    ['Ross, Rachel & Joey', 'Ross, Rachel and Joey'],
    ['Ross and Chandler (together)', 'Ross and Chandler'],
    ['Mr. and Mrs. Geller', 'Mr. Geller and Mrs. Geller'],
    ['All', 'All'],
    ['BOTH', 'All'],
    ['Everyone', 'All'],
    ['Everybody (except Ross)', 'All'],
    ['Everyone but Ross', 'All'],
    ['Crowd', 'Crowd'],
    ['The Girls', 'Crowd'],
    ['Scene', null],
    ['Commercial Break', null],
    ['...', null],
  ])('%s: %s', (label, expected) => expect(speakerName(speakerOf(series, label))).toBe(expected));
});

describe('corrections', () => {
  const before = table('Joey=60; Joe=1; Ross=5');

  test('a decision is pure, moves the label, closes the proposal', () => {
    const copy = structuredClone(before);
    const after = correct(before, 'Joe', 'Joey');
    expect(before).toEqual(copy);
    expect([names(after), after.proposals]).toEqual([['Joey', 'Ross'], []]);
    expect(speakerName(speakerOf(after, 'JOE'))).toBe('Joey');
  });

  test('it wins over everything that is read later', () => {
    const apart = correct(table('Chandler=50; Chandler Bing=2'), 'Chandler Bing', 'Mr. Bing');
    const later = table('Chandler=50; Chandler Bing=20; Rache=1', apart);
    expect(speakerName(speakerOf(later, 'CHANDLER BING'))).toBe('Mr. Bing');
    expect(names(later)).toContain('Chandler');
  });

  test('a label can be said to be nobody', () => {
    const after = resolveCharacters(labels('Ross=3; Title Music=4'), correct(before, 'Title Music', null));
    expect(speakerOf(after, 'TITLE MUSIC').kind).toBe('not-a-character');
    expect(names(after)).not.toContain('Title Music');
  });

  test('known names stay when more is read', () => {
    const first = table('Chandler=5');
    expect(names(table('CHANDLER BING=500', first))).toEqual(['Chandler']);
  });

  test('the last decision counts', () => {
    expect(speakerName(speakerOf(correct(correct(before, 'Joe', 'Joey'), 'Joe', 'Joe Senior'), 'Joe'))).toBe(
      'Joe Senior',
    );
  });
});

test('any labels make a valid table, in which no name comes twice and no label has two owners', () => {
  const label = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom(
      'Ross',
      'ROSS',
      'Dr. Ross',
      'Ross Geller',
      'All',
      'Ross and Joey',
      'Joey',
      'Jo',
      "Joey's Voice",
      'Mr. and Mrs. Geller',
      'Geller',
    ),
  );
  fc.assert(
    fc.property(
      fc.array(fc.record({ label, count: fc.integer({ min: 1, max: 100 }) }), { maxLength: 30 }),
      label,
      label,
      (list, one, other) => {
        const made = resolveCharacters(list);
        expect(characterTable.parse(structuredClone(made))).toEqual(made);
        expect(new Set(names(made)).size).toBe(made.characters.length);
        const owned = made.characters.flatMap((character) => character.aliases.map((alias) => alias.label));
        expect(new Set(owned).size).toBe(owned.length);
        if (one.trim() !== '' && other.trim() !== '') {
          const decided = resolveCharacters(list, correct(made, one, other));
          expect(speakerOf(decided, one)).toEqual({ kind: 'character', name: other });
        }
        // Reading the same again changes no name.
        expect(names(resolveCharacters([], made))).toEqual(names(made));
      },
    ),
    { numRuns: 300 },
  );
});
