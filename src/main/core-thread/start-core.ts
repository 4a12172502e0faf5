import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ApiError, AppEvent } from '../../shared/domain/event';
import type { PersonalAct } from '../../shared/domain/personal-act';
import type { ListeningLine } from '../bootstrap';
import type { Log, LogFields } from '../log/types';
import type { RemoteServices } from '../services/remote';
import type { Services } from '../services/types';
import type { KeyWrapping } from '../vault/types';
import { serveKeychain } from './keychain';
import type { CoreData, FromCore, ToCore } from './messages';

/** Long answers make garbage quickly; a nursery of this size keeps them out of the old generation. */
const YOUNG_GENERATION_MB = 32;
const ASK_NETWORK_MS = 2000;

export interface CoreNeeds {
  /** The built thread. */
  readonly file: string;
  readonly options: CoreData['options'];
  readonly keyWrapping: KeyWrapping;
  readonly isSystemOnline: () => boolean;
  /** A page is to be opened in the system's browser. */
  readonly onOpenPage: (url: string) => void;
  /** Asks whoever sits at the screen; false where they do not want it. */
  readonly askPerson: (act: PersonalAct) => Promise<boolean>;
  /** The thread has died: nothing serves any more. */
  readonly onDeath: (failure: Error) => void;
}

/** The running core, seen from the main thread. */
export interface Core {
  readonly services: RemoteServices;
  readonly log: Log;
  readonly listening: ListeningLine | null;
  /** Why the Gateway API does not listen, for people. */
  readonly complaint: string | null;
  wake(): void;
  dispose(): Promise<void>;
}

/** An error of a service, come over from its thread. */
export class RemoteFailure extends Error {
  override readonly name = 'RemoteFailure';
  constructor(
    readonly error: ApiError | null,
    readonly fields: LogFields,
  ) {
    super(error?.message ?? 'a service failed');
  }
}

/** Starts the core and waits until it serves. Throws when it cannot run at all. */
export async function startCore(needs: CoreNeeds): Promise<Core> {
  const keychain = serveKeychain(needs.keyWrapping);
  const workerData: CoreData = {
    options: needs.options,
    keychainPort: keychain.port,
    keychainSignal: keychain.signal,
  };
  const worker = new Worker(needs.file, {
    workerData,
    transferList: [keychain.port],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const send = (message: ToCore) => worker.postMessage(message);
  const calls = createCalls(send);
  const listeners = new Set<(event: AppEvent) => void>();
  const { started, disposed } = listen(worker, { ...needs, calls, listeners, send });
  const up = await started;
  let isEnding = false;
  worker.on('error', (failure) => {
    if (!isEnding) needs.onDeath(failure);
  });
  worker.on('exit', () => {
    if (!isEnding) needs.onDeath(new Error('the core has ended'));
  });
  const network = watchNetwork(needs.isSystemOnline, (isOnline) => send({ type: 'online', isOnline }));
  return {
    services: createRemoteServices(calls.ask, listeners),
    log: createRemoteLog(send),
    listening: up.listening,
    complaint: up.complaint,
    wake: () => send({ type: 'wake' }),
    async dispose() {
      isEnding = true;
      clearInterval(network);
      send({ type: 'dispose' });
      await Promise.race([disposed, once(worker, 'exit')]);
      keychain.close();
      await worker.terminate();
    },
  };
}

interface ListenParts extends Pick<CoreNeeds, 'onOpenPage' | 'askPerson'> {
  readonly send: (message: ToCore) => void;
  readonly calls: ReturnType<typeof createCalls>;
  readonly listeners: ReadonlySet<(event: AppEvent) => void>;
}

function listen(worker: Worker, { calls, listeners, onOpenPage, askPerson, send }: ListenParts) {
  const answerPerson = ({ id, act }: Extract<FromCore, { type: 'ask_person' }>) =>
    askPerson(act)
      .catch(() => false)
      .then((isAllowed) => send({ type: 'person_answer', id, isAllowed }));
  let settleDisposed = () => {};
  const disposed = new Promise<void>((resolve) => {
    settleDisposed = resolve;
  });
  const started = new Promise<Extract<FromCore, { type: 'started' }>>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the core ended before it served')));
    worker.on('message', (message: FromCore) => {
      if (message.type === 'started') resolve(message);
      else if (message.type === 'failed') reject(new Error(message.message));
      else if (message.type === 'answer') calls.settle(message);
      else if (message.type === 'disposed') settleDisposed();
      else if (message.type === 'open_page') onOpenPage(message.url);
      else if (message.type === 'ask_person') void answerPerson(message);
      else for (const event of message.events) for (const listener of listeners) listener(event);
    });
  });
  return { started, disposed };
}

function watchNetwork(isOnline: () => boolean, tell: (isOnline: boolean) => void): NodeJS.Timeout {
  let last = true;
  const look = () => {
    const now = isOnline();
    if (now !== last) tell(now);
    last = now;
  };
  look();
  return setInterval(look, ASK_NETWORK_MS);
}

function createCalls(send: (message: ToCore) => void) {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (failure: Error) => void }>();
  let nextId = 0;
  return {
    ask(service: string, method: string, args: readonly unknown[]): Promise<unknown> {
      nextId += 1;
      const id = nextId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        send({ type: 'call', id, service, method, args });
      });
    },
    settle(answer: Extract<FromCore, { type: 'answer' }>): void {
      const call = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.ok) call?.resolve(answer.value);
      else call?.reject(new RemoteFailure(answer.error, answer.fields));
    },
  };
}

/** Each property is a service, each property of that a method: the names are those of `Services`, checked by its type. */
function createRemoteServices(
  ask: (service: string, method: string, args: readonly unknown[]) => Promise<unknown>,
  listeners: Set<(event: AppEvent) => void>,
): RemoteServices {
  const remote = (service: Exclude<keyof Services, 'events'>) =>
    new Proxy(
      {},
      {
        get: (_, method) =>
          typeof method === 'string' ? (...args: unknown[]) => ask(service, method, args) : undefined,
      },
    );
  const events: RemoteServices['events'] = {
    subscribe(listener) {
      const own = (event: AppEvent) => listener(event);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
  // The proxies answer to every name; which ones there are, RemoteServices says.
  return {
    status: remote('status'),
    vault: remote('vault'),
    workspaces: remote('workspaces'),
    providers: remote('providers'),
    keys: remote('keys'),
    connect: remote('connect'),
    keyImport: remote('keyImport'),
    invites: remote('invites'),
    aliases: remote('aliases'),
    agentTokens: remote('agentTokens'),
    requests: remote('requests'),
    recordings: remote('recordings'),
    usage: remote('usage'),
    overview: remote('overview'),
    attention: remote('attention'),
    routing: remote('routing'),
    testRun: remote('testRun'),
    models: remote('models'),
    settings: remote('settings'),
    origins: remote('origins'),
    backup: remote('backup'),
    config: remote('config'),
    catalog: remote('catalog'),
    diagnostics: remote('diagnostics'),
    events,
  } satisfies Record<keyof RemoteServices, unknown> as unknown as RemoteServices;
}

function createRemoteLog(send: (message: ToCore) => void): Log {
  const write = (level: keyof Log) => (fields: LogFields, message: string) =>
    send({ type: 'log', level, fields, message });
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
