import { type FileHandle, open } from 'node:fs/promises';

const MOST_AT_ONCE = 256 * 1024;

/**
 * The bytes `first` to `last` (both included) of a file, read as they are asked for. The file is closed at the
 * end, at an error, and when the reader gives up.
 *
 * `Readable.toWeb` will not do here: in Node 18 a reader that gives up while the last bytes are under way makes it
 * close a closed stream, an error that nobody can catch (ERR_INVALID_STATE). A media element gives up with each jump.
 */
export function streamOfFile(file: string, first: number, last: number): ReadableStream<Uint8Array> {
  let opened: Promise<FileHandle> | null = null;
  let at = first;
  let given = false;
  const close = async (): Promise<void> => {
    const handle = opened;
    opened = null;
    await handle?.then((each) => each.close()).catch(() => undefined);
  };
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          opened ??= open(file);
          const handle = await opened;
          const length = Math.min(MOST_AT_ONCE, last - at + 1);
          const { bytesRead, buffer } = await handle.read(new Uint8Array(length), 0, length, at);
          if (given) return;
          if (bytesRead === 0) throw new Error(`${file} became shorter while it was read`);
          at += bytesRead;
          controller.enqueue(buffer.subarray(0, bytesRead));
          if (at <= last) return;
          controller.close();
          await close();
        } catch (error) {
          await close();
          if (!given) throw error;
        }
      },
      async cancel() {
        given = true;
        await close();
      },
    },
    { highWaterMark: 0 },
  );
}
