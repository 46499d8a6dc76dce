import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beginningOf, cuesOf, cutSample, sampleScript, sampleSubtitles } from './clips.ts';
import { encodeAs, utf16 } from './encodings.ts';
import { ffmpeg } from './media.ts';
import { sampleLibrary } from './sample-score.ts';

/** Seconds of the sample's first episode that every readable episode holds: fewer cues would not tell their place. */
export const CLIP_SECONDS = 60;

/** Episodes whose files are sound and whose texts are written as one meets them in the wild. */
export const READABLE: Readonly<Record<string, (text: string) => string | Uint8Array>> = {
  Plain: (text) => text,
  'UTF-8 with a mark': (text) => `\uFEFF${text}`,
  'UTF-16 little-endian': (text) => utf16(`\uFEFF${text}`, 'little'),
  'UTF-16 big-endian': (text) => utf16(`\uFEFF${text}`, 'big'),
  'UTF-16 without a mark': (text) => utf16(text, 'little'),
  'Windows 1252': (text) => encodeAs(withAccents(text), 'windows-1252'),
  GBK: (text) => encodeAs(text, 'gbk'),
};

/** Episodes that cannot be done, with what their failure must say. */
export const FAILING: Readonly<Record<string, { file: string; message: RegExp; remedy: RegExp }>> = {
  Missing: { file: 'Missing.mkv', message: /missing/, remedy: /Put it back/ },
  Empty: { file: 'Empty.mkv', message: /empty/, remedy: /Copy it again/ },
  'Text named mkv': { file: 'Text named mkv.mkv', message: /no media file/, remedy: /Play it in another/ },
  'Cut in the middle': { file: 'Cut in the middle.mkv', message: /breaks off/, remedy: /Copy it again/ },
  Mute: { file: 'Mute.mkv', message: /no audio track/, remedy: /copy with its sound/ },
  'No names': { file: 'No names.txt', message: /No speaker names/, remedy: /names who speaks/ },
  'Another episode': { file: 'Another episode.srt', message: /do not belong/, remedy: /this release/ },
  'No subtitles': { file: 'No subtitles.mkv', message: /no subtitles/, remedy: /Put a subtitle file/ },
  'Subtitles that are none': { file: 'Subtitles that are none.srt', message: /ZIP/, remedy: /UTF-8|another/ },
};

/** A library in which half of the episodes have something wrong; the media of `Missing` is still there. */
export async function makeBadLibrary(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const at = (name: string): string => join(folder, name);
  const write = (name: string, content: string | Uint8Array): void => writeFileSync(at(name), content);

  const subtitles = sampleSubtitles(CLIP_SECONDS);
  const script = sampleScript();
  const clip = at('Plain.mkv');
  await cutSample(clip, CLIP_SECONDS);
  for (const name of [...Object.keys(READABLE), 'Missing', 'No names', 'Another episode', 'No subtitles']) {
    if (name !== 'Plain') copyFileSync(clip, at(`${name}.mkv`));
  }

  for (const [name, encode] of Object.entries(READABLE)) {
    write(`${name}.srt`, encode(name === 'GBK' ? withChinese(subtitles) : subtitles));
    write(`${name}.txt`, encode(script));
  }

  for (const name of ['Missing', 'Empty', 'Text named mkv', 'Cut in the middle', 'Mute', 'No names']) {
    write(`${name}.srt`, subtitles);
    if (name !== 'No names') write(`${name}.txt`, script);
  }
  write('Empty.mkv', '');
  write('Text named mkv.mkv', 'Dear diary, today I was a film.\n'.repeat(100));
  const bytes = readFileSync(clip);
  write('Cut in the middle.mkv', bytes.subarray(0, bytes.length / 2));
  await ffmpeg('-f', 'lavfi', '-i', 'color=size=32x32:duration=5', at('Mute.mkv'));
  write('No names.txt', script.replace(/^[A-Z ]+: /gm, ''));
  const foreign = readFileSync(join(sampleLibrary, 'Subs/The Lamplighters S01E02.vtt'), 'utf8');
  write('Another episode.srt', beginningOf(toSrt(foreign), CLIP_SECONDS));
  write('Another episode.txt', script);
  write('No subtitles.txt', script);
  copyFileSync(clip, at('Subtitles that are none.mkv'));
  write(
    'Subtitles that are none.srt',
    Uint8Array.from([0x50, 0x4b, 3, 4, ...new Array<number>(200).fill(7)]),
  );
  write('Subtitles that are none.txt', script);
}

/** What a curator's French or a publisher's editor makes of plain quotes. */
export const withAccents = (text: string): string =>
  text.replaceAll("'", '’').replaceAll('there.', 'thère…').replaceAll('Captain', 'Çaptain');

export const CHINESE = [
  '小心第三级台阶，它不在那里。',
  '谢谢你，请问还有第四级吗？',
  '大多数夜晚都是这样的。',
];

/** Bilingual subtitles: a Chinese line below every cue. */
const withChinese = (subtitles: string): string =>
  cuesOf(subtitles)
    .map((cue, index) => `${cue}\n${CHINESE[index % CHINESE.length]}`)
    .join('\n\n');

const toSrt = (vtt: string): string =>
  cuesOf(vtt)
    .map((cue) => cue.replace(/(\d\d:\d\d)\.(\d{3})/g, '$1,$2').replace(/^[^-]*\n(?=[^\n]*-->)/, ''))
    .map(
      (cue, index) =>
        `${index + 1}\n${cue.replace(/\b(\d\d:\d\d,)/g, '00:$1').replace(/00:(\d\d:\d\d:)/g, '$1')}`,
    )
    .join('\n\n');
