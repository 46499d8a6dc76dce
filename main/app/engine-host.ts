import { type ChildProcess, fork } from 'node:child_process';
import { type UtilityProcess, utilityProcess } from 'electron';
import { applicationStrings } from '../../renderer/ui/strings/application.ts';
import { type AnswerMessage, answerMessage, type EventMessage, eventMessage } from '../contract/messages.ts';
import freedMemory from './freed-memory.json' with { type: 'json' };
import { engineFile, pinnedNode } from './paths.ts';

const words = applicationStrings.process;

/** One running engine, whichever kind of process it lives in. */
interface EngineProcess {
  send(message: unknown): void;
  kill(): void;
}

interface Handlers {
  onMessage(message: unknown): void;
  onExit(code: number | null): void;
}

/** The engine needs Node-API 10; an Electron that has it hosts the engine itself. */
const ownNodeSuffices = Number(process.versions['napi'] ?? 0) >= 10;

/**
 * What the launcher of the command line gives it too (scripts/lib/engine-environment.mjs), read by glibc when a process
 * starts; what is set already stays.
 */
const engineEnvironment = (): NodeJS.ProcessEnv => ({ ...freedMemory, ...process.env });

function startProcess(handlers: Handlers): EngineProcess {
  return ownNodeSuffices ? startUtility(handlers) : startForked(handlers);
}

function startUtility(handlers: Handlers): EngineProcess {
  const child: UtilityProcess = utilityProcess.fork(engineFile, [], {
    serviceName: 'Rolecall engine',
    env: engineEnvironment(),
  });
  child.on('message', handlers.onMessage);
  child.on('exit', handlers.onExit);
  return { send: (message) => child.postMessage(message), kill: () => child.kill() };
}

function startForked(handlers: Handlers): EngineProcess {
  const node = pinnedNode();
  if (node === null) throw new Error(words.noNode);
  const child: ChildProcess = fork(engineFile, [], {
    execPath: node,
    execArgv: [],
    serialization: 'advanced',
    env: engineEnvironment(),
  });
  child.on('message', handlers.onMessage);
  child.on('exit', handlers.onExit);
  child.on('error', () => handlers.onExit(null));
  return {
    send: (message) => {
      if (child.connected) child.send(message as object);
    },
    kill: () => child.kill('SIGKILL'),
  };
}

const RESTARTS_IN_A_ROW = 3;
const STEADY_AFTER_MILLISECONDS = 60_000;

/**
 * Owns the engine's process: starts it, carries requests to it, restarts it when it
 * ends unasked, and answers every request that was in flight then with an error.
 */
export class EngineHost {
  private engine: EngineProcess | null = null;
  private readonly waiting = new Map<number, (answer: AnswerMessage) => void>();
  private nextId = 1;
  private restarts = 0;
  private startedAt = 0;
  private closing = false;
  private project: string | null = null;
  /** While a restarted engine opens the project again; what is asked meanwhile waits for it. */
  private reopening: Promise<void> | null = null;
  private readonly onEvent: (message: EventMessage) => void;

  constructor(onEvent: (message: EventMessage) => void) {
    this.onEvent = onEvent;
  }

  start(): void {
    this.startedAt = Date.now();
    this.engine = startProcess({
      onMessage: (message) => this.receive(message),
      onExit: (code) => this.exited(code),
    });
  }

  /** The project that is reopened after a restart. */
  remember(project: string | null): void {
    this.project = project;
  }

  get currentProject(): string | null {
    return this.project;
  }

  async call(procedure: string, input: unknown): Promise<AnswerMessage> {
    await this.reopening;
    return this.ask(procedure, input);
  }

  private ask(procedure: string, input: unknown): Promise<AnswerMessage> {
    const id = this.nextId;
    this.nextId += 1;
    if (this.engine === null) return Promise.resolve(lost(id));
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.engine?.send({ type: 'request', id, procedure, input });
    });
  }

  /** Ends the engine; it gets `graceMilliseconds` to finish what it writes. */
  async close(graceMilliseconds = 5000): Promise<void> {
    this.closing = true;
    const engine = this.engine;
    if (engine === null) return;
    engine.send({ type: 'close' });
    const deadline = Date.now() + graceMilliseconds;
    while (this.engine !== null && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (this.engine !== null) engine.kill();
  }

  private receive(message: unknown): void {
    const answer = answerMessage.safeParse(message);
    if (answer.success) {
      const resolve = this.waiting.get(answer.data.id);
      this.waiting.delete(answer.data.id);
      resolve?.(answer.data);
      return;
    }
    const event = eventMessage.safeParse(message);
    if (event.success) this.onEvent(event.data);
  }

  private exited(code: number | null): void {
    this.engine = null;
    for (const [id, resolve] of this.waiting) resolve(lost(id));
    this.waiting.clear();
    if (this.closing) return;
    if (Date.now() - this.startedAt > STEADY_AFTER_MILLISECONDS) this.restarts = 0;
    this.restarts += 1;
    if (this.restarts > RESTARTS_IN_A_ROW) {
      this.announce('failed', words.endedAgain(String(code)));
      return;
    }
    this.announce('restarting', words.restarting(String(code)));
    this.start();
    const reopening = this.reopen().finally(() => {
      // The engine may have ended once more meanwhile: then another reopening is awaited.
      if (this.reopening === reopening) this.reopening = null;
    });
    this.reopening = reopening;
  }

  private async reopen(): Promise<void> {
    const { project } = this;
    const answer = project === null ? null : await this.ask('project.open', { project });
    if (answer === null || answer.ok) {
      this.announce('running', words.back);
    } else this.announce('failed', answer.error.message);
  }

  private announce(state: 'running' | 'restarting' | 'failed', message: string): void {
    this.onEvent({ type: 'event', event: 'engine.state', payload: { state, message } });
  }
}

const lost = (id: number): AnswerMessage => ({
  type: 'answer',
  id,
  ok: false,
  error: {
    kind: 'internal',
    message: words.lost,
    remedy: words.lostRemedy,
    file: null,
    place: null,
  },
});
