import { parentPort, workerData } from 'node:worker_threads';
import { type App, bootstrap, type ListeningLine } from '../bootstrap';
import { askKeychain } from './keychain';
import type { CoreData, FromCore, ToCore } from './messages';
import { createPersonQuestions } from './person-questions';
import { serveShell } from './serve-shell';

/** The whole program but its desktop, in a thread of its own. Why: decisions/0010. */
function start(): void {
  const port = parentPort;
  if (!port) return;
  const { options, keychainPort, keychainSignal } = workerData as CoreData;
  const send = (message: FromCore) => port.postMessage(message);
  const person = createPersonQuestions(send);
  let isOnline = true;
  let listening: ListeningLine | null = null;
  let complaint: string | null = null;
  const booting = bootstrap({
    ...options,
    keyWrapping: askKeychain(keychainPort, keychainSignal),
    isSystemOnline: () => isOnline,
    askPerson: person.ask,
    openShell: (parts) => serveShell(port, parts),
    announce: (line) => {
      listening = line;
    },
    complain: (line) => {
      complaint = line;
    },
  });
  port.on('message', (message: ToCore) => {
    if (message.type === 'online') isOnline = message.isOnline;
    if (message.type === 'person_answer') person.settle(message);
    if (message.type === 'dispose') void end(booting, send);
  });
  watchFailures(booting);
  booting.then(
    ({ gatewayUrl, controlPath }) => send({ type: 'started', gatewayUrl, controlPath, listening, complaint }),
    (failure: unknown) =>
      send({ type: 'failed', message: failure instanceof Error ? failure.message : 'unknown reason' }),
  );
}

/** A task that fails unnoticed is written down; an error nobody caught ends the thread, and with it the app. */
function watchFailures(booting: Promise<App>): void {
  let running: App | null = null;
  booting.then(
    (app) => {
      running = app;
    },
    () => undefined,
  );
  process.on('unhandledRejection', (failure) => running?.logFailure(failure, 'A task has failed unnoticed'));
  process.on('uncaughtException', (failure) => {
    running?.logFailure(failure, 'SpiderGate has stopped');
    process.exit(1);
  });
}

async function end(booting: Promise<App>, send: (message: FromCore) => void): Promise<void> {
  try {
    await (await booting).dispose();
  } finally {
    send({ type: 'disposed' });
    parentPort?.close();
  }
}

start();
