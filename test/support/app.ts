import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
// The bench runs this file on plain Node, which wants the endings.
import { resolveRuntime } from '../../scripts/setup/runtime.mjs';
import { type ControlClient, createControlClient } from './control-client.ts';
import { findFreePort } from './free-port.ts';

const START_MS = 30_000;

export interface AppOptions {
  /** Holds everything the app may write; kept by `close()` when given, otherwise one is made and removed. */
  readonly home?: string;
  /** Runs the app inside something else, e.g. a D-Bus session. */
  readonly wrap?: (command: string, args: readonly string[]) => { command: string; args: readonly string[] };
  /** Which process to end, when it is not the one that was spawned. */
  readonly pidFile?: string;
  /** `<home>/data` when left out. */
  readonly dataDir?: string;
  readonly port?: number;
  /** `null`: none is handed over. */
  readonly passphrase?: string | null;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly args?: readonly string[];
}

/** The built app in real Electron. Needs a display, as `npm test` and `npm run bench` provide it. */
export interface RunningApp {
  readonly gatewayUrl: string;
  readonly control: ControlClient;
  readonly dataDir: string;
  readonly port: number;
  readonly pid: number;
  /** Everything it has written to standard output and error. */
  output(): string;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Ends it as the system would, then removes what was made for it. */
  close(): Promise<void>;
}

export async function startApp(options: AppOptions = {}): Promise<RunningApp> {
  const home = options.home ?? mkdtempSync(path.join(tmpdir(), 'sg-'));
  const launch = await planLaunch(home, options);
  const child = spawn(launch.command, launch.args, { env: launch.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const orphan = () => void child.kill('SIGKILL');
  process.once('exit', orphan);
  const written: string[] = [];
  child.stderr.on('data', (piece: Buffer) => written.push(piece.toString('utf8')));
  const stop = async (signal: NodeJS.Signals) => {
    process.off('exit', orphan);
    await endProcess(child, signal, options.pidFile);
  };
  const cleanUp = () => {
    if (!options.home) rmSync(home, { recursive: true, force: true });
  };
  try {
    const listening = await waitForListening(child, written);
    return {
      gatewayUrl: listening.gateway,
      control: createControlClient(listening.control),
      dataDir: launch.dataDir,
      port: launch.port,
      pid: child.pid ?? 0,
      output: () => written.join(''),
      kill: () => stop('SIGKILL'),
      close: async () => {
        await stop('SIGTERM');
        cleanUp();
      },
    };
  } catch (error) {
    await stop('SIGKILL');
    cleanUp();
    throw error;
  }
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Record<string, string>;
  readonly dataDir: string;
  readonly port: number;
}

/** How to start the app so that it touches nothing outside `home`; Playwright's tests start it by this too. */
export async function planLaunch(home: string, options: AppOptions = {}): Promise<Launch> {
  if (process.platform === 'linux' && !process.env.DISPLAY)
    throw new Error('there is no display: use `npm test`');
  const runtime = resolveRuntime();
  const dataDir = options.dataDir ?? path.join(home, 'data');
  const port = options.port ?? (await findFreePort());
  const own = options.args ?? ['--hidden'];
  const args = [...runtime.args, runtime.appPath, '--data-dir', dataDir, '--port', String(port), ...own];
  const wrap = options.wrap ?? ((command, plain) => ({ command, args: plain }));
  return {
    ...wrap(runtime.executablePath, args),
    env: cleanEnvironment({
      ...process.env,
      ...runtime.env,
      ...homeVariables(home),
      ...settings(options),
      ...options.env,
    }),
    dataDir,
    port,
  };
}

function settings(options: AppOptions): Record<string, string | undefined> {
  const passphrase = options.passphrase === undefined ? 'a passphrase for tests' : options.passphrase;
  return {
    // A test must not find servers of the machine it runs on.
    SPIDERGATE_LOCAL_SERVERS: '',
    SPIDERGATE_VAULT_PASSPHRASE: passphrase ?? undefined,
    SPIDERGATE_DATA_DIR: undefined,
    SPIDERGATE_PORT: undefined,
  };
}

function homeVariables(home: string): Record<string, string> {
  return { XDG_CONFIG_HOME: path.join(home, 'config'), XDG_DATA_HOME: path.join(home, 'share') };
}

function cleanEnvironment(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    // A proxy of the machine must not get between the app and a provider on 127.0.0.1.
    if (value !== undefined && !/^(?:https?|all|no)_proxy$/i.test(name)) kept[name] = value;
  }
  return kept;
}

interface Listening {
  readonly gateway: string;
  readonly control: string;
}

/** The one JSON line of api.md. */
function parseListening(line: string): Listening | null {
  if (!line.startsWith('{')) return null;
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null || !('event' in value) || value.event !== 'listening')
    return null;
  if (!('gateway' in value) || !('control' in value)) return null;
  return { gateway: String(value.gateway), control: String(value.control) };
}

function waitForListening(child: ChildProcess, written: string[]): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`the app ${why}\n${written.join('')}`));
    const timer = setTimeout(() => fail('did not listen in time'), START_MS);
    child.once('error', (error) => fail(`did not start: ${error.message}`));
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code} before it listened`);
    });
    if (!child.stdout) return fail('has no standard output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      written.push(`${line}\n`);
      const listening = parseListening(line);
      if (!listening) return;
      clearTimeout(timer);
      resolve(listening);
    });
  });
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals, pidFile?: string): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  if (pidFile && existsSync(pidFile)) process.kill(Number(readFileSync(pidFile, 'utf8')), signal);
  else child.kill(signal);
  const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(hard);
}
