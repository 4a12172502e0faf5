import path from 'node:path';
import { app, dialog } from 'electron';
import { DATA_FOLDER } from '../shared/data-places';
import { type Core, RemoteFailure, startCore } from './core-thread/start-core';
import { prepareDataDir } from './data-dir';
import { registerAppScheme } from './desktop/app-protocol';
import { askPerson } from './desktop/ask-person';
import { type CommandLine, readCommandLine } from './desktop/command-line';
import { createKeyWrapping } from './desktop/key-wrapping';
import { lockDown } from './desktop/lock-down';
import { createNetworkState } from './desktop/network-state';
import { type Desktop, openDesktop } from './desktop/open-desktop';
import { openPage } from './desktop/open-page';
import { findReplyLink } from './desktop/reply-link';
import { describeFailure } from './log/describe-failure';
import { createWantedWindow, type WindowOwner } from './wanted-window';

const DISPOSE_LIMIT_MS = 5000;

/** `out/main/index.js` lies two folders below the app's own. */
const appDir = path.resolve(import.meta.dirname, '../..');

function start(): void {
  // Whatever is written into the data dir, by Chromium too, is for its owner only.
  process.umask(0o077);
  survivePipes();
  const answer = readCommandLine({
    args: process.argv.slice(1),
    env: process.env,
    workingDir: process.cwd(),
  });
  if (!answer.ok) {
    fail(2, answer.message);
    return;
  }
  // The same folder as `userData`, said so that the command line finds it too.
  const dataDir = answer.commandLine.dataDir ?? path.join(app.getPath('appData'), DATA_FOLDER);
  const prepared = prepareDataDir(dataDir);
  if (!prepared.ok) {
    fail(2, prepared.message);
    return;
  }
  if (!lockDataDir(dataDir)) {
    say('SpiderGate is already running with this data dir; its window has been opened.');
    app.exit(0);
    return;
  }
  prepareElectron();
  run(answer.commandLine, dataDir);
}

/** The lock belongs to `userData`, so that two data dirs can be used side by side. */
function lockDataDir(dataDir: string): boolean {
  app.setPath('userData', dataDir);
  app.setPath('sessionData', path.join(dataDir, 'window'));
  return app.requestSingleInstanceLock();
}

function prepareElectron(): void {
  registerAppScheme();
  lockDown();
  // Root on Linux has to do without; enabling it all the same would let no child process start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  if (process.env.SPIDERGATE_NO_GPU === '1') app.disableHardwareAcceleration();
}

function run(commandLine: CommandLine, dataDir: string): void {
  let running: App | null = null;
  const wanted = createWantedWindow({ isHidden: commandLine.hidden, reply: findReplyLink(process.argv) });
  app.on('second-instance', (_event, args) => wanted.ask(findReplyLink(args)));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    wanted.ask(findReplyLink([url]));
  });
  // The tray goes on without a window.
  app.on('window-all-closed', () => undefined);
  endInOrder(() => running);
  app
    .whenReady()
    .then(() => {
      // Not earlier: on macOS starting may count as one, and the app may have to stay in the tray.
      app.on('activate', () => wanted.ask(null));
      return boot(commandLine, dataDir);
    })
    .then((booted) => {
      running = booted;
      wanted.serve(booted);
    })
    .catch((failure: unknown) => giveUp(commandLine, failure));
}

/** The core in its thread, and the desktop over it. */
interface App extends WindowOwner {
  logFailure(failure: unknown, message: string): void;
  dispose(): Promise<void>;
}

async function boot(commandLine: CommandLine, dataDir: string): Promise<App> {
  const core = await startCore({
    file: path.join(import.meta.dirname, 'core-worker.js'),
    options: readCoreOptions(commandLine, dataDir),
    isSystemOnline: createNetworkState(),
    onOpenPage: openPage,
    askPerson,
    keyWrapping: createKeyWrapping(),
    onDeath: (failure) => fail(1, `stopped by ${failure.name}; the log has the details`),
  });
  const desktop = openDesktopOver(core, dataDir);
  if (core.complaint !== null) say(core.complaint);
  if (core.listening) process.stdout.write(`${JSON.stringify(core.listening)}\n`);
  return {
    startsHidden: desktop.startsHidden,
    showWindow: desktop.showWindow,
    bringReply: desktop.bringReply,
    logFailure: (failure, message) => core.log.error(describe(failure), message),
    dispose: async () => {
      desktop.letWindowClose();
      desktop.dispose();
      await core.dispose();
    },
  };
}

function readCoreOptions(commandLine: CommandLine, dataDir: string) {
  const passphrase = process.env.SPIDERGATE_VAULT_PASSPHRASE ?? null;
  // Not for the processes that this one starts.
  delete process.env.SPIDERGATE_VAULT_PASSPHRASE;
  return {
    dataDir,
    port: commandLine.port,
    version: app.getVersion(),
    passphrase,
    logWorkerFile: path.join(import.meta.dirname, 'log-worker.js'),
    contributePageFile: path.join(import.meta.dirname, '../contribute/index.html'),
    sqliteBinding: process.env.SPIDERGATE_SQLITE_BINDING ?? null,
    localServers: process.env.SPIDERGATE_LOCAL_SERVERS,
    network: { environment: { ...process.env }, opensAhead: true },
  };
}

function openDesktopOver(core: Core, dataDir: string): Desktop {
  return openDesktop({
    ...core,
    dataDir,
    appDir,
    developerTools: !app.isPackaged,
    toApiError: (failure) => (failure instanceof RemoteFailure ? failure.error : null),
    describeFailure: describe,
    monotonic: () => performance.now(),
    after: (ms, task) => {
      const timer = setTimeout(task, ms);
      return () => clearTimeout(timer);
    },
    quit: () => app.quit(),
  });
}

function describe(failure: unknown) {
  return failure instanceof RemoteFailure ? failure.fields : describeFailure(failure);
}

/** Signals and `quit` end the app through the same door: what is open is closed first, but never waited for long. */
function endInOrder(running: () => App | null): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  process.on('uncaughtException', (failure) => {
    running()?.logFailure(failure, 'SpiderGate has stopped');
    fail(1, `stopped by ${failure.name}; the log has the details`);
  });
  process.on('unhandledRejection', (failure) =>
    running()?.logFailure(failure, 'A task has failed unnoticed'),
  );
  let ending = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (ending) return;
    ending = true;
    const limit = new Promise((resolve) => setTimeout(resolve, DISPOSE_LIMIT_MS));
    Promise.race([running()?.dispose(), limit]).finally(() => app.exit(0));
  });
}

/** Without its database there is nothing to run. The message box is for those who started it by a click. */
async function giveUp(commandLine: CommandLine, failure: unknown): Promise<void> {
  const reason = failure instanceof Error ? failure.message : 'unknown reason';
  say(`SpiderGate could not start: ${reason}`);
  if (!commandLine.hidden && app.isPackaged) {
    await dialog.showMessageBox({
      type: 'error',
      title: 'SpiderGate',
      message: 'SpiderGate could not start.',
      detail: reason,
    });
  }
  app.exit(1);
}

/** A launcher that closes our output early must not take the app with it. */
function survivePipes(): void {
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function fail(code: number, message: string): void {
  say(`spidergate: ${message}`);
  app.exit(code);
}

start();
