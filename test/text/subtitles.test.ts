import { describe, expect, test } from 'vitest';
import type { Subtitles } from '../../main/model/text.ts';
import { readSubtitles } from '../../main/text/index.ts';

const read = (text: string): Subtitles => readSubtitles(new TextEncoder().encode(text), 'episode.srt');
const srt = (...texts: string[]): string =>
  texts
    .map(
      (text, index) =>
        `${index + 1}\n00:00:${String(index * 2).padStart(2, '0')},000 --> 00:00:${String(index * 2 + 1).padStart(2, '0')},000\n${text}\n`,
    )
    .join('\n');
/** Each part as "LABEL/kind: text". */
const parts = (text: string): string[] =>
  read(srt(text)).cues[0]!.parts.map((part) => `${part.speakerLabel ?? ''}/${part.kind}: ${part.text}`);

describe('times', () => {
  test.each([
    ['as SRT writes them', '00:01:02,345 --> 01:00:00,000', 62_345, 3_600_000],
    ['with points', '00:01:02.345 --> 00:01:03.000', 62_345, 63_000],
    ['one digit after the comma is tenths', '00:00:01,5 --> 00:00:02,5', 1500, 2500],
    ['two digits are hundredths', '00:00:01,05 --> 00:00:02,50', 1050, 2500],
    ['no milliseconds', '00:00:01 --> 00:00:02', 1000, 2000],
    ['no hours', '00:01.500 --> 00:02.000', 1500, 2000],
    ['a colon before the milliseconds', '00:00:01:500 --> 00:00:02:000', 1500, 2000],
    ['spaces inside', '00: 00: 01, 500 --> 00: 00: 02, 000', 1500, 2000],
    ['a short arrow', '00:00:01,000 -> 00:00:02,000', 1000, 2000],
    ['no spaces at the arrow', '00:00:01,000-->00:00:02,000', 1000, 2000],
    ['positions after the times', '00:00:01,000 --> 00:00:02,000 X1:10 Y1:20', 1000, 2000],
    ['a negative start is set to 0', '-00:00:01,000 --> 00:00:02,000', 0, 2000],
    ['an end before its start', '00:00:05,000 --> 00:00:02,000', 5000, 5000],
  ])('%s', (_, timing, start, end) => {
    const cue = read(`1\n${timing}\nHello\n`).cues[0]!;
    expect([cue.start, cue.end, cue.text]).toEqual([start, end, 'Hello']);
  });
});

describe('blocks', () => {
  test.each([
    ['CRLF', srt('One', 'Two').replaceAll('\n', '\r\n'), ['One', 'Two']],
    ['bare CR', srt('One', 'Two').replaceAll('\n', '\r'), ['One', 'Two']],
    [
      'no blank lines',
      '1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:03,000 --> 00:00:04,000\nTwo',
      ['One', 'Two'],
    ],
    [
      'no ordinals',
      '00:00:01,000 --> 00:00:02,000\nOne\n\n00:00:03,000 --> 00:00:04,000\nTwo',
      ['One', 'Two'],
    ],
    [
      'a blank line inside',
      '1\n00:00:01,000 --> 00:00:02,000\nOne\n\nmore\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo',
      ['One\nmore', 'Two'],
    ],
    [
      'a number as text',
      '1\n00:00:01,000 --> 00:00:02,000\n1984\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo',
      ['1984', 'Two'],
    ],
    ['an empty cue keeps its place', srt('One', '', 'Three'), ['One', '', 'Three']],
    [
      'wrong ordinals',
      '7\n00:00:01,000 --> 00:00:02,000\nOne\n\n7\n00:00:03,000 --> 00:00:04,000\nTwo',
      ['One', 'Two'],
    ],
    ['cut in the middle of a time', `${srt('One')}\n2\n00:00:03,0`, ['One\n2\n00:00:03,0']],
    [
      'WebVTT with note, style and identifier',
      'WEBVTT - x\n\nSTYLE\n::cue { color: red }\n\nNOTE a\nb\n\nintro\n00:01.000 --> 00:02.000 align:start\nOne\n\nNOTE after\n\n00:03.000 --> 00:04.000\nTwo',
      ['One', 'Two'],
    ],
  ])('%s', (_, text, texts) => expect(read(text).cues.map((cue) => cue.text)).toEqual(texts));

  test('ordinals count blocks in the file, out of order or not, and this is said', () => {
    const read2 = read(
      '5\n00:00:09,000 --> 00:00:10,000\nLate\n\n6\n00:00:01,000 --> 00:00:03,000\nEarly\n\n7\n00:00:02,000 --> 00:00:04,000\nOver',
    );
    expect(read2.cues.map((cue) => [cue.ordinal, cue.text, cue.place.line])).toEqual([
      [1, 'Late', 2],
      [2, 'Early', 6],
      [3, 'Over', 10],
    ]);
    expect(read2.warnings.map((warning) => warning.message)).toEqual([
      expect.stringContaining('start before'),
      expect.stringContaining('has ended'),
    ]);
  });
});

describe('who speaks in a cue', () => {
  test.each([
    ['one speaker on two lines', "I don't\nknow.", ["/speech: I don't know."]],
    ['two dashes', '- Hello.\n- Hi.', ['/speech: Hello.', '/speech: Hi.']],
    ['dashes without a space', '-Hello.\n-Hi.', ['/speech: Hello.', '/speech: Hi.']],
    ['en dashes', '– Hello.\n– Hi.', ['/speech: Hello.', '/speech: Hi.']],
    ['hyphens of another kind', '‐ Hello.\n‐ Hi.', ['/speech: Hello.', '/speech: Hi.']],
    ['a wrapped first speaker', '- Hello,\nyou.\n- Hi.', ['/speech: Hello, you.', '/speech: Hi.']],
    ['three speakers', '- A.\n- B.\n- C.', ['/speech: A.', '/speech: B.', '/speech: C.']],
    ['only the second has a dash', 'Hello.\n- Hi.', ['/speech: Hello.', '/speech: Hi.']],
    ['one dash is no second speaker', '- Hello\nyou.', ['/speech: Hello you.']],
    ['a dash that goes on with a sentence', 'He said\n- and meant it.', ['/speech: He said - and meant it.']],
    ['a double hyphen is a broken sentence', '--and then\nhe left.', ['/speech: --and then he left.']],
    ['two speakers on one line', '- No. - Yes.', ['/speech: No.', '/speech: Yes.']],
    ['a dash inside a sentence', '- Well - Ross said so.', ['/speech: Well - Ross said so.']],
    ['dashes under italics', '<i>- Hello.</i>\n<i>- Hi.</i>', ['/speech: Hello.', '/speech: Hi.']],
    ['name in capitals', 'ROSS: Hello.', ['ROSS/speech: Hello.']],
    ['name with a title', 'DR. GREEN: Hello.', ['DR. GREEN/speech: Hello.']],
    ['name and number', 'MAN #2: Hello.', ['MAN #2/speech: Hello.']],
    ['names without dashes', 'ROSS: Hello.\nJOEY: Hi.', ['ROSS/speech: Hello.', 'JOEY/speech: Hi.']],
    ['names with dashes', '- ROSS: Hello.\n- Hi.', ['ROSS/speech: Hello.', '/speech: Hi.']],
    ['name in brackets', '[Ross] Hello.', ['Ross/speech: Hello.']],
    ['name in round brackets', '(JOEY) Hello.', ['JOEY/speech: Hello.']],
    ['a sound', '[door slams]', ['/sound: door slams']],
    ['a sound in capitals', '(PHONE RINGING)', ['/sound: PHONE RINGING']],
    ['a sound before speech', '[sighs] Fine.', ['/speech: Fine.']],
    ['a sound in capitals is no name', '[SIGHS] Fine.', ['/speech: Fine.']],
    ['brackets that are spoken', "It's (almost) done.", ["/speech: It's (almost) done."]],
    ['music', '♪ La la la ♪', ['/music: La la la']],
    ['music with number signs', '# La la la #', ['/music: La la la']],
    ['prose before a colon', 'Listen: I know.', ['/speech: Listen: I know.']],
    ['a name in mixed case, seen once, is not believed', 'Rule: no pets.', ['/speech: Rule: no pets.']],
    ['a time of day', 'At 7:30 we go.', ['/speech: At 7:30 we go.']],
    ['markup', '<font color="#fff"><b>Hi</b></font> {\\an8}there', ['/speech: Hi there']],
    ['entities', 'Ben &amp; Jerry&#39;s', ["/speech: Ben & Jerry's"]],
    ['less than is no tag', 'a < b and c > d', ['/speech: a < b and c > d']],
    ['an unclosed tag', '<i>Hello', ['/speech: Hello']],
    ['invisible marks', '\u202aHello\u202c\u200b', ['/speech: Hello']],
  ])('%s', (_, text, expected) => expect(parts(text)).toEqual(expected));

  test('labels in mixed case are believed when the file uses them often', () => {
    const cues = read(
      srt('Ross: Hello.', 'Joey: Hi.', 'Ross: You.', 'Ross: Me.', 'Joey: Us.', 'Joey: Them.', 'Rule: none.'),
    ).cues;
    expect(cues.map((cue) => cue.parts[0]!.speakerLabel)).toEqual([
      'Ross',
      'Joey',
      'Ross',
      'Ross',
      'Joey',
      'Joey',
      null,
    ]);
  });

  test('a WebVTT voice names the speaker, two voices are two parts', () => {
    const { cues } = read(
      'WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Ross>Hello <i>you</i></v>\n\n00:03.000 --> 00:04.000\n<v Ross>No.</v>\n<v Joey>Yes.</v>',
    );
    expect(cues.map((cue) => cue.parts.map((part) => [part.speakerLabel, part.text]))).toEqual([
      [['Ross', 'Hello you']],
      [
        ['ROSS', 'No.'],
        ['JOEY', 'Yes.'],
      ],
    ]);
  });
});

describe('ASS and SSA', () => {
  const ass = (...events: string[]): string =>
    `[Script Info]\nTitle: x\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n${events.join('\n')}\n`;
  const event = (text: string, actor = '', style = 'Default'): string =>
    `Dialogue: 0,0:00:01.50,0:00:02.00,${style},${actor},0,0,0,,${text}`;

  test.each([
    ['a plain event', [event('Hello')], [[null, 'speech', 'Hello']]],
    ['an actor', [event('Hello', 'Ross')], [['Ross', 'speech', 'Hello']]],
    ['commas in the text', [event('Well, yes, no')], [[null, 'speech', 'Well, yes, no']]],
    ['tags and breaks', [event('{\\an8\\i1}Hello{\\i0}\\Nyou')], [[null, 'speech', 'Hello you']]],
    [
      'styles named after speakers',
      [event('A', '', 'Ross'), event('B', '', 'Joey')],
      [
        ['Ross', 'speech', 'A'],
        ['Joey', 'speech', 'B'],
      ],
    ],
    [
      'styles named after work',
      [event('A', '', 'Main'), event('B', '', 'Italics')],
      [
        [null, 'speech', 'A'],
        [null, 'speech', 'B'],
      ],
    ],
    ['a song', [event('La la', '', 'OP Romaji')], [[null, 'music', 'La la']]],
    ['a drawing is no text', [event('{\\p1}m 0 0 l 10 10{\\p0}'), event('Hi')], [[null, 'speech', 'Hi']]],
    [
      'comments are passed over',
      ['Comment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,No', event('Hi')],
      [[null, 'speech', 'Hi']],
    ],
    [
      'a broken time is left out',
      ['Dialogue: 0,x,y,Default,,0,0,0,,No', event('Hi')],
      [[null, 'speech', 'Hi']],
    ],
  ])('%s', (_, events, expected) =>
    expect(
      read(ass(...events)).cues.flatMap((cue) =>
        cue.parts.map((part) => [part.speakerLabel, part.kind, part.text]),
      ),
    ).toEqual(expected),
  );

  test('times, place and format', () => {
    const subtitles = read(ass(event('Hello')));
    expect([
      subtitles.format,
      subtitles.cues[0]!.start,
      subtitles.cues[0]!.end,
      subtitles.cues[0]!.place.line,
    ]).toEqual(['ass', 1500, 2000, 10]);
  });
});

describe('what is no subtitle file says so, with place and remedy', () => {
  test.each([
    ['empty', ''],
    ['blank', ' \n\n '],
    ['prose', 'This is a letter.\nNothing else.'],
    ['only a WebVTT header', 'WEBVTT\n\n'],
  ])('%s', (_, text) => {
    try {
      read(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        name: 'RolecallError',
        kind: 'input',
        file: 'episode.srt',
        place: expect.stringMatching(/line/),
        remedy: expect.stringMatching(/\w/),
      });
    }
  });
});
