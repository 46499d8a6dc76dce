/** The engine as a process of its own: the window's side talks to it in the messages of the contract. */
import type { EventMessage } from '../contract/index.ts';
import { requestMessage } from '../contract/index.ts';
import { Engine } from './engine.ts';
import { toWireError } from './wire-error.ts';

/** Electron's `utilityProcess` has a port; a forked Node has `process.send`. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}
const port = (process as { parentPort?: ParentPort }).parentPort;

const send = (message: object): void => {
  if (port) port.postMessage(message);
  else if (process.connected) process.send?.(message);
};

const engine = new Engine((message: EventMessage) => send(message));

async function receive(message: unknown): Promise<void> {
  if (isClose(message)) {
    await end();
    return;
  }
  const request = requestMessage.safeParse(message);
  if (!request.success) return;
  const { id, procedure, input } = request.data;
  try {
    const output = await engine.call(procedure, input);
    send({ type: 'answer', id, ok: true, output });
  } catch (error) {
    send({ type: 'answer', id, ok: false, error: toWireError(error) });
  }
}

const isClose = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && (message as { type?: unknown }).type === 'close';

async function end(): Promise<void> {
  await engine.close();
  process.exit(0);
}

if (port) port.on('message', (event) => void receive(event.data));
else {
  process.on('message', (message) => void receive(message));
  // The window is gone: nobody is left to work for.
  process.on('disconnect', () => void end());
}
