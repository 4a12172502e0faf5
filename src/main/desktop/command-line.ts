import path from 'node:path';
import { DATA_DIR_VARIABLE } from '../../shared/data-places';

/** How this start differs from a plain one. `null`: not said. */
export interface CommandLine {
  readonly hidden: boolean;
  /** Absolute. */
  readonly dataDir: string | null;
  readonly port: number | null;
}

export type CommandLineAnswer =
  | { readonly ok: true; readonly commandLine: CommandLine }
  | { readonly ok: false; readonly message: string };

export interface CommandLineSource {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingDir: string;
}

/** Arguments win over the environment. What is not ours belongs to Chromium and is passed over. */
export function readCommandLine({ args, env, workingDir }: CommandLineSource): CommandLineAnswer {
  const dataDir = readOption(args, '--data-dir') ?? fromEnvironment(env, DATA_DIR_VARIABLE);
  if (dataDir?.value === '') return refuse(`${dataDir.name} needs a folder`);
  const portText = readOption(args, '--port') ?? fromEnvironment(env, 'SPIDERGATE_PORT');
  const port = portText && readPort(portText.value);
  if (port === null) return refuse(`${portText?.name} needs a number from 1 to 65535`);
  return {
    ok: true,
    commandLine: {
      hidden: args.includes('--hidden'),
      dataDir: dataDir ? path.resolve(workingDir, dataDir.value) : null,
      port: port ?? null,
    },
  };
}

interface Given {
  readonly name: string;
  readonly value: string;
}

/** `--name value` or `--name=value`; the last one counts, as shells' users expect. */
function readOption(args: readonly string[], name: string): Given | undefined {
  const index = args.findLastIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  const arg = args[index];
  if (arg === undefined) return undefined;
  if (arg !== name) return { name, value: arg.slice(name.length + 1) };
  const next = args[index + 1];
  return { name, value: next === undefined || next.startsWith('--') ? '' : next };
}

function fromEnvironment(env: CommandLineSource['env'], name: string): Given | undefined {
  const value = env[name];
  return value ? { name, value } : undefined;
}

function readPort(text: string): number | null {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}

function refuse(message: string): CommandLineAnswer {
  return { ok: false, message };
}
