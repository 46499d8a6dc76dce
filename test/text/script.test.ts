import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Script } from '../../main/model/text.ts';
import { readScript } from '../../main/text/index.ts';

const read = (text: string, file = 'script.txt'): Script => readScript(new TextEncoder().encode(text), file);
const said = (script: Script): string[] => script.lines.map((line) => `${line.speakerLabel}> ${line.text}`);

describe('plain transcripts', () => {
  test.each([
    ['names and colons', 'ROSS: Hello.\nJOEY: Hi.\n', ['ROSS> Hello.', 'JOEY> Hi.']],
    ['blank lines between', 'Ross: Hello.\n\nJoey: Hi.\n', ['Ross> Hello.', 'Joey> Hi.']],
    [
      'hard-wrapped speech',
      'Ross: Hello there, my\nold friend.\nJoey: Hi.',
      ['Ross> Hello there, my old friend.', 'Joey> Hi.'],
    ],
    [
      'directions',
      'Ross: (to Joey) Hello. (leaves)\nJoey: Hi [waves] there.',
      ['Ross> Hello.', 'Joey> Hi there.'],
    ],
    ['directions in the label', 'Ross (on phone): Hello.\nJOEY (V.O.): Hi.', ['Ross> Hello.', 'JOEY> Hi.']],
    [
      'a voice keeps its name',
      'Voice on phone (JOE): Hello.\nAnna: Who is it?',
      ['Voice on phone (JOE)> Hello.', 'Anna> Who is it?'],
    ],
    [
      'several names',
      'Chandler, Joey and Ross: Hey!\nROSS & RACHEL: Bye.\nAll: No!',
      ['Chandler, Joey and Ross> Hey!', 'ROSS & RACHEL> Bye.', 'All> No!'],
    ],
    [
      'credits',
      'Written by: Ann Lee\nTranscribed by: Bob\nDirected by: C\n\nRoss: Hello.\nJoey: Hi.',
      ['Ross> Hello.', 'Joey> Hi.'],
    ],
    [
      'scenes and marks',
      '[Scene: A bar]\nRoss: Hello.\nCommercial Break\n[Scene: A street]\nJoey: Hi.\nEnd',
      ['Ross> Hello.', 'Joey> Hi.'],
    ],
    [
      'a colon inside speech',
      'Ross: I say: no.\nJoey: Listen: at 7:30 we go.',
      ['Ross> I say: no.', 'Joey> Listen: at 7:30 we go.'],
    ],
    [
      'a wrapped line that begins with prose and a colon',
      'Ross: He told me this and\nListen: it is true.\nJoey: Hi.',
      ['Ross> He told me this and Listen: it is true.', 'Joey> Hi.'],
    ],
    [
      'full-width colons',
      '小明：你好。\n小红：你好吗？\n小明：很好。',
      ['小明> 你好。', '小红> 你好吗？', '小明> 很好。'],
    ],
    [
      'names with titles',
      'Dr. Orla Finch: Hello.\nMrs. Geller: Hi.',
      ['Dr. Orla Finch> Hello.', 'Mrs. Geller> Hi.'],
    ],
    [
      'names with apostrophes and numbers',
      "Joey's Date: Hello.\nGuy #2: Hi.",
      ["Joey's Date> Hello.", 'Guy #2> Hi.'],
    ],
    [
      'an unclosed direction loses one sentence at most',
      'Ross: (Sighs. What are you doing?\nJoey: Hi.',
      ['Ross> What are you doing?', 'Joey> Hi.'],
    ],
    [
      'nested directions',
      'Ross: Hello (waves (twice) at Joey) there.\nJoey: Hi.',
      ['Ross> Hello there.', 'Joey> Hi.'],
    ],
    ['a turn of directions only is no speech', 'Ross: (nods)\nJoey: Hi.', ['Joey> Hi.']],
    [
      'tabs instead of colons',
      'ROSS\tHello.\nJOEY\tHi.\nROSS\tBye.\nJOEY\tBye.',
      ['ROSS> Hello.', 'JOEY> Hi.', 'ROSS> Bye.', 'JOEY> Bye.'],
    ],
    [
      'dashes instead of colons',
      'ROSS - Hello.\nJOEY - Hi.\nROSS - Bye.\nJOEY - Bye.',
      ['ROSS> Hello.', 'JOEY> Hi.', 'ROSS> Bye.', 'JOEY> Bye.'],
    ],
    ['Markdown', '**Ross:** Hello.\n\n**Joey:** Hi **you**.', ['Ross> Hello.', 'Joey> Hi you.']],
    ['speech under the name', 'Ross:\nHello.\n\nJoey:\nHi.\nYou.', ['Ross> Hello.', 'Joey> Hi. You.']],
  ])('%s', (_, text, lines) => expect(said(read(text))).toEqual(lines));

  test('directions, scenes and places are kept', () => {
    const script = read(
      '[Scene: A bar]\n\nRoss (sadly): (sits) Hello. (stands)\n\n[Scene: A street]\n\n  Joey: Hi.',
    );
    expect(script.scenes.map((scene) => scene.heading)).toEqual(['Scene: A bar', 'Scene: A street']);
    expect(script.lines).toMatchObject([
      { ordinal: 1, directions: ['sadly', 'sits', 'stands'], scene: 0, place: { line: 3, column: 1 } },
      { ordinal: 2, directions: [], scene: 1, place: { line: 7, column: 3 } },
    ]);
  });
});

describe('HTML transcripts', () => {
  const page = (body: string): string =>
    `<html><head><title>A Test</title><style>b: {}</style></head><body>${body}</body></html>`;
  test.each([
    ['bold names', '<p><b>Ross:</b> Hello.</p><p><b>Joey:</b> Hi.</p>', ['Ross> Hello.', 'Joey> Hi.']],
    [
      'colon outside the bold',
      '<p><strong>Ross</strong>: Hello.</p><p><strong>Joey</strong>: Hi.</p>',
      ['Ross> Hello.', 'Joey> Hi.'],
    ],
    [
      'breaks instead of paragraphs',
      '<b>Ross:</b> Hello.<br><b>Joey:</b> Hi<br>you.<br><br><b>Ross:</b> Bye.',
      ['Ross> Hello.', 'Joey> Hi you.', 'Ross> Bye.'],
    ],
    [
      'names half bold',
      '<p>Ross and <b>Joey:</b> Hello.</p><p><b>Joey:</b> Hi.</p>',
      ['Ross and Joey> Hello.', 'Joey> Hi.'],
    ],
    [
      'names not bold among bold ones',
      '<p><b>Ross:</b> Hello.</p><p>The Girls: Woo!</p><p><b>Joey:</b> Hi.</p>',
      ['Ross> Hello.', 'The Girls> Woo!', 'Joey> Hi.'],
    ],
    [
      'emphasis is no name',
      '<p><b>Ross:</b> Oh, <b>great</b>: this.</p><p><b>Joey:</b> <b>No</b> way.</p>',
      ['Ross> Oh, great: this.', 'Joey> No way.'],
    ],
    [
      'two turns in one paragraph',
      '<p><b>Ross:</b> Hello. <b>Joey:</b> Hi.</p><p><b>Joey:</b> You.</p>',
      ['Ross> Hello.', 'Joey> Hi.', 'Joey> You.'],
    ],
    [
      'colours',
      '<p><font color="red">Ross:</font> Hello to all of you.</p><p><span style="color:#00f">Joey:</span> Hi to all of you too.</p>',
      ['Ross> Hello to all of you.', 'Joey> Hi to all of you too.'],
    ],
    [
      'tables',
      '<table><tr><td>Ross</td><td>Hello.</td></tr><tr><td>Joey</td><td>Hi.</td></tr><tr><td>Ross</td><td>Bye.</td></tr></table>',
      ['Ross> Hello.', 'Joey> Hi.', 'Ross> Bye.'],
    ],
    [
      'bold names without colons',
      '<p><b>ROSS</b> Hello.</p><p><b>JOEY</b> Hi.</p><p><b>ROSS</b> Bye.</p>',
      ['ROSS> Hello.', 'JOEY> Hi.', 'ROSS> Bye.'],
    ],
    [
      'bold names on their own line',
      '<p><b>Ross</b><br>Hello.</p><p><b>Joey</b><br>Hi.</p><p><b>Ross</b><br>Bye.</p>',
      ['Ross> Hello.', 'Joey> Hi.', 'Ross> Bye.'],
    ],
    [
      'names in paragraphs of their own',
      '<p><b>Ross:</b></p><p>Hello.</p><p><b>Joey:</b></p><p>Hi.</p>',
      ['Ross> Hello.', 'Joey> Hi.'],
    ],
    [
      'entities',
      '<p><b>Ross:</b> Don&#146;t &amp; won&rsquo;t&nbsp;go&#8230;</p><p><b>Joey:</b> Caf&eacute;.</p>',
      ['Ross> Don’t & won’t go…', 'Joey> Café.'],
    ],
    [
      'lines wrapped in the source',
      '<p><b>Ross:</b> Hello\nthere: you\n  all.</p><p><b>Joey:</b>\nHi.</p>',
      ['Ross> Hello there: you all.', 'Joey> Hi.'],
    ],
    [
      'headings, credits and marks',
      '<h1>The One: A Test</h1><p>Written by: A<br>Story: B</p><h3>Opening Credits</h3><p><b>Ross:</b> Hi.</p><p><b>Commercial Break</b></p><p><b>Joey:</b> Yo.</p><p align=center><b>End</b></p>',
      ['Ross> Hi.', 'Joey> Yo.'],
    ],
    [
      'directions of their own',
      '<p>[Scene: A bar]</p><p>(Ross enters.)</p><p><b>Ross:</b> Hi.</p><p>(He sits.)</p><p>(He stands.)</p><p>(He goes.)</p><p>and goes on.</p>',
      ['Ross> Hi. and goes on.'],
    ],
    [
      'misnested tags',
      '<p><b>Ross:</b> <i>Hello.</p></i><p><b>Joey:</b></b> Hi.</p>',
      ['Ross> Hello.', 'Joey> Hi.'],
    ],
    [
      'a mistyped colon',
      '<p><b>Ross:</b> A.</p><p><b>Ross:</b> B.</p><p><b>Ross;</b> C.</p>',
      ['Ross> A.', 'Ross> B.', 'Ross> C.'],
    ],
    [
      'preformatted text',
      '<pre>ROSS: Hello\n  there.\nJOEY: Hi.\n</pre>',
      ['ROSS> Hello there.', 'JOEY> Hi.'],
    ],
    [
      'a menu and a script element',
      '<nav><b>Home:</b> x</nav><script>var a = "Ross: no";</script><p><b>Ross:</b> Hi.</p>',
      ['Ross> Hi.'],
    ],
    [
      'a screenplay in centred paragraphs',
      '<p align="center">ROSS</p><p>Hello.</p><p align="center">JOEY</p><p>Hi.</p><p align="center">ROSS</p><p>Bye.</p>',
      ['ROSS> Hello.', 'JOEY> Hi.', 'ROSS> Bye.'],
    ],
  ])('%s', (_, body, lines) => {
    const script = read(page(body), 'script.html');
    expect(said(script)).toEqual(lines);
    expect([script.format, script.title]).toEqual(['html', 'A Test']);
  });

  test('places are of the source', () => {
    expect(
      read('<html><body>\n<p><b>Ross:</b> Hi.</p>\n\n  <p><b>Joey:</b> Yo.</p>').lines.map(
        (line) => line.place,
      ),
    ).toEqual([
      { line: 2, column: 7 },
      { line: 4, column: 9 },
    ]);
  });
});

describe('screenplays', () => {
  const fountain = `Title: A Test
Author: Nobody

INT. BAR - NIGHT

Ross drinks. He is SAD.

ROSS
(quietly)
Hello *there*, my
old friend.

@McKay
Yo. [[note to self]]

JOEY (V.O.) ^
Hi.

/* cut:

RACHEL
No.
*/

CUT TO:

EXT. STREET - DAY

JOEY (CONT'D)
Bye.
~La la la
`;
  test('Fountain', () => {
    const script = read(fountain, 'a.fountain');
    expect(script.format).toBe('fountain');
    expect(said(script)).toEqual([
      'ROSS> Hello there, my old friend.',
      'McKay> Yo.',
      'JOEY> Hi.',
      'JOEY> Bye.',
    ]);
    expect(script.lines.map((line) => [line.place.line, line.scene])).toEqual([
      [8, 0],
      [13, 0],
      [16, 0],
      [29, 1],
    ]);
    expect(script.scenes.map((scene) => scene.heading)).toEqual(['INT. BAR - NIGHT', 'EXT. STREET - DAY']);
  });

  test('layout with indented names', () => {
    const layout = `INT. BAR - NIGHT

     Ross sits. JOEY comes in.

                         ROSS
               (sighs)
          Hello there,
          my friend.

                         JOEY (O.S.)
          Hi.

     He sits down.

                                                  CUT TO:

EXT. STREET - DAY                                        12

                         ROSS
          Where to?
                         (MORE)

                         JOEY (CONT'D)
          Home.
`;
    const script = read(layout);
    expect(said(script)).toEqual([
      'ROSS> Hello there, my friend.',
      'JOEY> Hi.',
      'ROSS> Where to?',
      'JOEY> Home.',
    ]);
    expect(script.lines[0]!.directions).toEqual(['sighs']);
  });

  test('layout without indentation', () => {
    expect(said(read('INT. BAR\n\nROSS\nHello.\n\nJoey nods.\n\nJOEY\nHi.\nYou.\n\nROSS\nBye.\n'))).toEqual([
      'ROSS> Hello.',
      'JOEY> Hi. You.',
      'ROSS> Bye.',
    ]);
  });
});

describe('tables and JSON', () => {
  test.each([
    ['CSV', 'speaker,text\nRoss,"Hello, you."\nJoey,Hi.\n', 'table'],
    ['CSV with other columns', 'Season,Scene,Character,Line\n1,,Ross,"Hello, you."\n1,,Joey,Hi.\n', 'table'],
    ['TSV', 'id\tSpeaker\tDialogue\n1\tRoss\tHello, you.\n2\tJoey\tHi.\n', 'table'],
    ['semicolons', 'Name;Text\nRoss;Hello, you.\nJoey;Hi.\n', 'table'],
    ['JSON lines', '{"speaker":"Ross","text":"Hello, you."}\n{"speaker":"Joey","text":"Hi."}\n', 'jsonl'],
    [
      'JSON lines with other keys',
      '{"character":"Ross","line":"Hello, you."}\n\n{"character":"Joey","line":"Hi."}',
      'jsonl',
    ],
    ['one array', '[{"speaker":"Ross","text":"Hello, you."},\n{"speaker":"Joey","text":"Hi."}]', 'jsonl'],
    [
      'an array inside an object',
      '{"title":"x","utterances":[{"speaker":"Ross","text":"Hello, you."},{"speaker":{"name":"Joey"},"text":"Hi."}]}',
      'jsonl',
    ],
  ])('%s', (_, text, format) => {
    const script = read(text);
    expect([script.format, said(script)]).toEqual([format, ['Ross> Hello, you.', 'Joey> Hi.']]);
  });

  test('places of rows and lines, with a quotation over two lines', () => {
    expect(
      read('speaker,text\nRoss,"Hello,\nyou."\nJoey,Hi.\n').lines.map((line) => line.place.line),
    ).toEqual([2, 4]);
    expect(
      read('{"speaker":"Ross","text":"A"}\n\n{"speaker":"Joey","text":"B"}').lines.map(
        (line) => line.place.line,
      ),
    ).toEqual([1, 3]);
  });

  test.each([
    ['a table without a speaker column', 'a,b\n1,2\n', 'x.csv', /columns are: a, b/],
    ['a quotation without an end', 'speaker,text\nRoss,"Hello\n', 'x.csv', /quotation/],
    ['JSON without speakers', '{"a":1}\n{"a":2}', 'x.jsonl', /JSON/],
  ])('%s is refused', (_, text, file, message) =>
    expect(() => read(text, file)).toThrow(
      expect.objectContaining({
        kind: 'input',
        file,
        message: expect.stringMatching(message),
        place: expect.stringMatching(/line \d/),
      }),
    ),
  );
});

describe('Word documents', () => {
  const docx = (body: string, name = 'word/document.xml'): Uint8Array =>
    zipSync({
      '[Content_Types].xml': strToU8('<Types/>'),
      [name]: strToU8(`<?xml version="1.0"?><w:document xmlns:w="x"><w:body>${body}</w:body></w:document>`),
    });
  const paragraph = (...runs: string[]): string =>
    `<w:p>${runs.map((run) => `<w:r>${run}</w:r>`).join('')}</w:p>`;
  const bold = (text: string): string => `<w:rPr><w:b/></w:rPr><w:t>${text}</w:t>`;
  const plain = (text: string): string => `<w:t xml:space="preserve">${text}</w:t>`;

  test('bold names, deleted text, tables; places count paragraphs', () => {
    const script = readScript(
      docx(
        paragraph(plain('[Scene: A bar]')) +
          paragraph(bold('Ross:'), plain(' Hello &amp; '), plain('welcome.')) +
          `<w:p><w:r>${bold('Joey:')}</w:r><w:del><w:r><w:delText>No.</w:delText></w:r></w:del><w:r>${plain(' Hi.')}</w:r></w:p>`,
      ),
      'a.docx',
    );
    expect([script.format, said(script), script.lines.map((line) => line.place.line)]).toEqual([
      'docx',
      ['Ross> Hello & welcome.', 'Joey> Hi.'],
      [2, 3],
    ]);
  });

  test('a table of names and speeches', () => {
    const row = (name: string, text: string): string =>
      `<w:tr><w:tc>${paragraph(plain(name))}</w:tc><w:tc>${paragraph(plain(text))}</w:tc></w:tr>`;
    expect(
      said(
        readScript(
          docx(`<w:tbl>${row('ROSS', 'Hello.')}${row('JOEY', 'Hi.')}${row('ROSS', 'Bye.')}</w:tbl>`),
          'a.docx',
        ),
      ),
    ).toEqual(['ROSS> Hello.', 'JOEY> Hi.', 'ROSS> Bye.']);
  });

  test.each([
    ['another kind of ZIP', docx('', 'xl/workbook.xml'), /no word\/document/],
    ['cut short', docx(paragraph(plain('Ross: Hello.')).repeat(2000)).subarray(0, 300), /damaged|cut short/],
  ])('%s is refused', (_, bytes, message) =>
    expect(() => readScript(bytes, 'a.docx')).toThrow(
      expect.objectContaining({ kind: 'input', file: 'a.docx', message: expect.stringMatching(message) }),
    ),
  );

  test('a ZIP bomb is refused', () => {
    const bomb = docx(`<w:p>${' '.repeat(60_000_000)}</w:p>`);
    expect(bomb.length).toBeLessThan(100_000);
    expect(() => readScript(bomb, 'a.docx')).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/unpacks to more/) }),
    );
  });
});

test.each([
  ['prose', 'It was a dark night.\nThe rain fell.\n\nNobody spoke at all.'],
  ['HTML without names', '<html><body><p>It was a dark night.</p><p>Nobody spoke.</p></body></html>'],
  ['credits only', 'Written by: A\nDirected by: B'],
  ['subtitles', '1\n00:00:01,000 --> 00:00:02,000\nHello there.\n\n2\n00:00:03,000 --> 00:00:04,000\nHi.'],
])('a script without speaker names says so: %s', (_, text) =>
  expect(() => read(text)).toThrow(
    expect.objectContaining({
      kind: 'input',
      file: 'script.txt',
      message: expect.stringMatching(/No speaker names/),
      place: expect.stringMatching(/line \d/),
      remedy: expect.stringMatching(/ROSS: Hello/),
    }),
  ),
);
