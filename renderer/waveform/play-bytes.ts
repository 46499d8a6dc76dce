import { interrupt } from './play-once.ts';

let context: AudioContext | null = null;

/**
 * Plays a short sound file that is at hand as bytes; what `playOnce` plays ends, and `stopCompared` ends this.
 * Resolves with `played`, `stopped` where it was ended early, `unknown` where the bytes are no sound.
 */
export async function playBytes(bytes: Uint8Array): Promise<'played' | 'stopped' | 'unknown'> {
  context ??= new AudioContext();
  let ended = false;
  let stopSource = (): void => undefined;
  let finish: (how: 'played' | 'stopped') => void = () => undefined;
  const done = new Promise<'played' | 'stopped'>((resolve) => {
    finish = resolve;
  });
  interrupt(() => {
    ended = true;
    stopSource();
    finish('stopped');
  });
  try {
    const sound = await context.decodeAudioData(bytes.slice().buffer);
    if (ended) return 'stopped';
    const source = context.createBufferSource();
    source.buffer = sound;
    source.connect(context.destination);
    source.addEventListener('ended', () => finish('played'));
    stopSource = () => source.stop();
    await context.resume();
    source.start();
  } catch {
    return ended ? 'stopped' : 'unknown';
  }
  return done;
}
