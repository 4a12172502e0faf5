import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const LAUNCHER = path.resolve(import.meta.dirname, '../../scripts/cli.mjs');

export interface CliAnswer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** What is piped in; nothing when left out. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the built command line as people's shells do: a process of its own, its streams being pipes. */
export function spawnCli(
  args: readonly string[],
  env: CliOptions['env'] = {},
): ChildProcessWithoutNullStreams {
  const { SPIDERGATE_DATA_DIR: _, ...own } = process.env;
  return spawn(process.execPath, [LAUNCHER, ...args], { env: { ...own, ...env } });
}

export async function runCli(
  args: readonly string[],
  { input = '', env = {} }: CliOptions = {},
): Promise<CliAnswer> {
  const child = spawnCli(args, env);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  // It may end without having read anything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code]: (number | null)[] = await once(child, 'close');
  return { code: code ?? null, stdout: stdout(), stderr: stderr() };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (piece) => {
    text += String(piece);
  });
  return () => text;
}
