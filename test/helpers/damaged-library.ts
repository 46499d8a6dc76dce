import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beginningOf, cutSample, sampleScript, sampleSubtitles } from './clips.ts';
import { ffmpeg } from './media.ts';
import { sampleLibrary } from './sample-score.ts';

/** Seconds of each sound episode: with fewer the cues would not tell their place. */
const SECONDS = 60;

/** How the sound of the good episodes is kept: what one meets in a library. */
const CONTAINERS: readonly (readonly [string, readonly string[]])[] = [
  ['mkv', ['-c', 'copy']],
  ['opus', ['-c', 'copy']],
  ['m4a', ['-c:a', 'aac', '-b:a', '96k']],
  ['mp3', ['-c:a', 'libmp3lame', '-b:a', '96k']],
  ['flac', ['-c:a', 'flac', '-ar', '24000', '-sample_fmt', 's16']],
  ['wav', ['-c:a', 'pcm_s16le', '-ar', '16000', '-ac', '1']],
];

interface Parts {
  /** Sound episodes by ending; any of them may be copied. */
  readonly clips: ReadonlyMap<string, string>;
  readonly subtitles: string;
  readonly script: string;
}

/** One way in which a file is damaged: how it is made, and what the failure and the remedy must say. */
export interface Damage {
  readonly name: string;
  readonly make: (at: (ending: string) => string, parts: Parts) => void | Promise<void>;
  readonly message: RegExp;
  readonly remedy: RegExp;
}

const texts = (at: (ending: string) => string, { subtitles, script }: Parts): void => {
  writeFileSync(at('srt'), subtitles);
  writeFileSync(at('txt'), script);
};
const clip = ({ clips }: Parts, ending: string): string => clips.get(ending) ?? '';
const half = (source: string, target: string): void => {
  const bytes = readFileSync(source);
  writeFileSync(target, bytes.subarray(0, Math.floor(bytes.length / 2)));
};

export const DAMAGES: readonly Damage[] = [
  {
    name: 'Empty',
    make: (at, parts) => {
      texts(at, parts);
      writeFileSync(at('mkv'), '');
    },
    message: /empty/,
    remedy: /Copy it again/,
  },
  {
    name: 'A text under a name of media',
    make: (at, parts) => {
      texts(at, parts);
      writeFileSync(at('mkv'), 'Dear diary, today I was a film.\n'.repeat(100));
    },
    message: /no media file/,
    remedy: /Play it in another/,
  },
  {
    name: 'Matroska cut in the middle',
    make: (at, parts) => {
      texts(at, parts);
      half(clip(parts, 'mkv'), at('mkv'));
    },
    message: /breaks off/,
    remedy: /Copy it again/,
  },
  {
    name: 'Opus without its end',
    make: (at, parts) => {
      texts(at, parts);
      half(clip(parts, 'opus'), at('opus'));
    },
    message: /breaks off/,
    remedy: /Copy it again/,
  },
  {
    name: 'FLAC cut in the middle',
    make: (at, parts) => {
      texts(at, parts);
      half(clip(parts, 'flac'), at('flac'));
    },
    message: /breaks off/,
    remedy: /Copy it again/,
  },
  {
    name: 'MP4 without its index',
    make: (at, parts) => {
      texts(at, parts);
      half(clip(parts, 'm4a'), at('m4a'));
    },
    message: /no media file|cannot be read|No audio|index/,
    remedy: /Play it in another|Copy it again/,
  },
  {
    name: 'Without sound',
    make: async (at, parts) => {
      texts(at, parts);
      await ffmpeg('-f', 'lavfi', '-i', 'color=size=32x32:duration=5', at('mkv'));
    },
    message: /no audio track/,
    remedy: /copy with its sound/,
  },
  {
    name: 'Without subtitles',
    make: (at, parts) => {
      copyFileSync(clip(parts, 'mkv'), at('mkv'));
      writeFileSync(at('txt'), parts.script);
    },
    message: /no subtitles/,
    remedy: /Put a subtitle file/,
  },
  {
    name: 'An archive under a name of subtitles',
    make: (at, parts) => {
      copyFileSync(clip(parts, 'mkv'), at('mkv'));
      writeFileSync(at('srt'), Uint8Array.from([0x50, 0x4b, 3, 4, ...new Array<number>(200).fill(7)]));
      writeFileSync(at('txt'), parts.script);
    },
    message: /ZIP/,
    remedy: /UTF-8|another/,
  },
  {
    name: 'Subtitles of another episode',
    make: (at, parts) => {
      copyFileSync(clip(parts, 'mkv'), at('mkv'));
      writeFileSync(at('srt'), foreignSubtitles());
      writeFileSync(at('txt'), parts.script);
    },
    message: /do not belong/,
    remedy: /this release/,
  },
  {
    name: 'A script without names',
    make: (at, parts) => {
      copyFileSync(clip(parts, 'mkv'), at('mkv'));
      writeFileSync(at('srt'), parts.subtitles);
      writeFileSync(at('txt'), parts.script.replace(/^[A-Z ]+: /gm, ''));
    },
    message: /No speaker names/,
    remedy: /names who speaks/,
  },
  {
    name: 'Taken away after the scan',
    make: (at, parts) => {
      texts(at, parts);
      copyFileSync(clip(parts, 'mkv'), at('mkv'));
    },
    message: /missing/,
    remedy: /Put it back/,
  },
];

/** The cues of the other episode of the sample, in the time of these clips. */
function foreignSubtitles(): string {
  const vtt = readFileSync(join(sampleLibrary, 'Subs/The Lamplighters S01E02.vtt'), 'utf8');
  const cues = vtt
    .split(/\n\s*\n/)
    .filter((cue) => cue.includes('-->'))
    .map((cue) => cue.slice(cue.search(/^[\d:.]+ +-->/m)))
    .map((cue) =>
      cue.replace(/^.*-->.*$/m, (times) =>
        times.replaceAll('.', ',').replace(/(^|> )(\d\d:\d\d,)/g, '$100:$2'),
      ),
    );
  return beginningOf(cues.map((cue, index) => `${index + 1}\n${cue}`).join('\n\n'), SECONDS);
}

export interface DamagedLibrary {
  /** Titles of the episodes that are sound. */
  readonly good: readonly string[];
  /** Titles of the damaged ones, with what is wrong. */
  readonly damaged: ReadonlyMap<string, Damage>;
  /** Takes away what is to be missing; call it after the scan. */
  readonly takeAway: () => void;
}

/** Makes a library of so many sound episodes and so many damaged ones, the kinds of damage by turns. */
export async function makeDamagedLibrary(
  folder: string,
  counts: { readonly good: number; readonly damaged: number },
): Promise<DamagedLibrary> {
  const pieces = join(folder, '..', 'pieces');
  mkdirSync(pieces, { recursive: true });
  mkdirSync(folder, { recursive: true });
  const first = join(pieces, 'clip.mkv');
  await cutSample(first, SECONDS);
  const clips = new Map<string, string>();
  for (const [ending, codec] of CONTAINERS)
    clips.set(ending, await ffmpeg('-i', first, '-map', '0:a', ...codec, join(pieces, `piece.${ending}`)));
  const parts: Parts = { clips, subtitles: sampleSubtitles(SECONDS), script: sampleScript() };
  const good: string[] = [];
  for (let index = 0; index < counts.good; index += 1) {
    const title = `Night ${String(index + 1).padStart(3, '0')}`;
    const [ending] = CONTAINERS[index % CONTAINERS.length] ?? ['mkv'];
    copyFileSync(clips.get(ending) ?? first, join(folder, `${title}.${ending}`));
    texts((each) => join(folder, `${title}.${each}`), parts);
    good.push(title);
  }
  const damaged = new Map<string, Damage>();
  const away: string[] = [];
  for (let index = 0; index < counts.damaged; index += 1) {
    const damage = DAMAGES[index % DAMAGES.length];
    if (damage === undefined) break;
    const title = `${damage.name} ${String.fromCharCode(65 + Math.floor(index / DAMAGES.length))}`;
    await damage.make((ending) => join(folder, `${title}.${ending}`), parts);
    if (damage.name === 'Taken away after the scan') away.push(join(folder, `${title}.mkv`));
    damaged.set(title, damage);
  }
  rmSync(pieces, { recursive: true });
  return { good, damaged, takeAway: () => away.forEach((file) => void rmSync(file)) };
}
