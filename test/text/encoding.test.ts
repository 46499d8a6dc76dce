import { describe, expect, test } from 'vitest';
import { decodeText } from '../../main/text/index.ts';

/** Bytes of a text in a single-byte or multi-byte encoding, by inverting TextDecoder. */
function encode(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, number[]>();
  for (let byte = 0; byte < 256; byte += 1) table.set(decoder.decode(Uint8Array.of(byte)), [byte]);
  if (/gbk|big5|shift_jis|euc/.test(encoding))
    for (let lead = 0x81; lead < 0xff; lead += 1)
      for (let trail = 0x40; trail < 0xff; trail += 1) {
        const character = decoder.decode(Uint8Array.of(lead, trail));
        if (character.length === 1 && !table.has(character)) table.set(character, [lead, trail]);
      }
  return Uint8Array.from(
    [...text].flatMap(
      (character) =>
        table.get(character) ??
        (() => {
          throw new Error(`no ${character} in ${encoding}`);
        })(),
    ),
  );
}

const utf16 = (text: string, littleEndian: boolean, mark: boolean): Uint8Array => {
  const units = [...(mark ? '\ufeff' : ''), ...text].join('');
  const bytes = new Uint8Array(units.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < units.length; at += 1) view.setUint16(at * 2, units.charCodeAt(at), littleEndian);
  return bytes;
};

const cue = (text: string): string => `1\r\n00:00:01,000 --> 00:00:02,000\r\n${text}\r\n`;

describe('older encodings are recognised by what the text looks like', () => {
  test.each([
    ['French', 'windows-1252', 'Où étais-tu hier ? C’est très drôle, ça… à bientôt, garçon.'],
    ['German', 'windows-1252', 'Über die Straße, schöne Grüße für dich.'],
    ['Spanish', 'windows-1252', '¿Dónde está el niño? ¡Mañana será otro día!'],
    ['English with curly quotes', 'windows-1252', 'It’s a “test” — don’t you know…'],
    ['one accent', 'windows-1252', 'I went to the café yesterday.'],
    ['Swedish', 'windows-1252', 'Hur mår du? Jag är på väg över ån.'],
    ['Portuguese', 'windows-1252', 'Não, você não pode fazer isso amanhã. Então, até já.'],
    ['Czech', 'windows-1250', 'Příliš žluťoučký kůň úpěl ďábelské ódy. Dobře, že jsi přišel.'],
    ['Polish', 'windows-1250', 'Cześć, jak się masz? Dziękuję, wszystko w porządku. Źle się czuję.'],
    ['Hungarian', 'windows-1250', 'Jó napot kívánok! Hogy vagy? Őszintén örülök, hogy eljöttél, szűk az út.'],
    ['Russian', 'windows-1251', 'Привет, как дела? Я не знаю, что делать завтра.'],
    ['Russian', 'koi8-r', 'Привет, как дела? Я не знаю, что делать завтра.'],
    ['Greek', 'windows-1253', 'Καλημέρα, τι κάνεις; Δεν ξέρω τι θα γίνει αύριο.'],
    ['Turkish', 'windows-1254', 'Nasılsın? Bugün hava çok güzel, değil mi? Şimdi gidiyoruz.'],
    ['Hebrew', 'windows-1255', 'שלום, מה שלומך היום?'],
    ['Arabic', 'windows-1256', 'مرحبا كيف حالك اليوم'],
    ['Chinese', 'gbk', '你好，你今天怎么样？我不知道他在说什么。'],
    ['Chinese', 'big5', '你好，你今天怎麼樣？我不知道他在說什麼。'],
    ['Japanese', 'shift_jis', 'こんにちは、元気ですか。今日はとてもいい天気ですね。'],
    ['Japanese', 'euc-jp', 'こんにちは、元気ですか。今日はとてもいい天気ですね。'],
    ['Korean', 'euc-kr', '안녕하세요 오늘 기분이 어떠세요 저는 모르겠어요'],
  ])('%s in %s', (_, encoding, text) => {
    const decoded = decodeText(encode(cue(text), encoding), 'a.srt');
    expect([decoded.encoding, decoded.text]).toEqual([encoding, cue(text)]);
  });
});

describe('Unicode', () => {
  const text = cue('Žluťoučký ♪ 你好');
  test.each([
    ['UTF-8', 'utf-8', new TextEncoder().encode(text)],
    ['UTF-8 with a mark', 'utf-8', new TextEncoder().encode(`\ufeff${text}`)],
    ['UTF-16LE with a mark', 'utf-16le', utf16(text, true, true)],
    ['UTF-16BE with a mark', 'utf-16be', utf16(text, false, true)],
    ['UTF-16LE without', 'utf-16le', utf16(text, true, false)],
    ['UTF-16BE without', 'utf-16be', utf16(text, false, false)],
    ['UTF-8 with NULs at the end', 'utf-8', new TextEncoder().encode(`${text}${'\0'.repeat(500)}`)],
  ])('%s', (_, encoding, bytes) => {
    const decoded = decodeText(bytes, 'a.srt');
    expect([decoded.encoding, decoded.text]).toEqual([encoding, text]);
  });

  test('Chinese in UTF-16 without a mark, where only marks and digits hold NULs', () => {
    const chinese = cue('你好，你今天怎么样？我不知道他在说什么。\r\n我们明天见面吧。');
    expect(decodeText(utf16(chinese, true, false), 'a.srt').text).toBe(chinese);
  });

  test('UTF-8 with damage stays UTF-8, and the damage is said', () => {
    const bytes = new TextEncoder().encode(cue('déjà vu, été, garçon, où, à, très, même, âme, île, noël'));
    bytes[bytes.indexOf(0xc3)] = 0xff;
    const decoded = decodeText(bytes, 'a.srt');
    expect(decoded.encoding).toBe('utf-8');
    expect(decoded.warnings[0]!.message).toMatch(/damaged/);
  });

  test('UTF-8 cut in the middle of a letter', () => {
    const bytes = new TextEncoder().encode(
      cue('déjà vu, été, garçon, où, à, très, même, âme, île, noël, là').trimEnd(),
    );
    expect(decodeText(bytes.subarray(0, -1), 'a.srt').encoding).toBe('utf-8');
  });
});

describe('what is no text is named', () => {
  test.each([
    ['a video', Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 0, 0, 1), /Matroska/],
    ['a PDF', new TextEncoder().encode('%PDF-1.4 ...'), /PDF/],
    ['a ZIP', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), /ZIP/],
    ['binary', Uint8Array.from({ length: 4000 }, (_, index) => (index * 97 + index * index) % 256), /binary/],
    ['empty', new Uint8Array(0), /empty/],
    ['only NULs', new Uint8Array(100), /empty/],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeText(bytes, 'a.srt')).toThrow(
      expect.objectContaining({
        name: 'RolecallError',
        kind: 'input',
        file: 'a.srt',
        message: expect.stringMatching(message),
      }),
    );
  });
});
