import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { type Command, CommanderError } from 'commander';
import type { Cli } from './cli';
import { createControlClient } from './control-client';
import { createProgram } from './create-program';
import { CliFailure, EXIT, type ExitCode, misused } from './failures';
import { findControlPath, findDataDir } from './find-app';
import { insertDefaultCommand } from './input/default-command';
import { createSecretReader } from './input/read-secret';
import { refuseSecrets } from './input/refuse-secrets';
import { createPaint } from './output/paint';
import { createPrinter, toJson } from './output/printer';

type Host = Pick<
  NodeJS.Process,
  'argv' | 'env' | 'platform' | 'cwd' | 'stdin' | 'stdout' | 'stderr' | 'once' | 'exit'
>;

/** Runs one command line and gives its exit code. */
export async function run(host: Host): Promise<ExitCode> {
  endQuietlyWithoutReader(host);
  const args = host.argv.slice(2);
  let code: ExitCode = EXIT.ok;
  let isJson = args.includes('--json');
  let dataDir: string | undefined;
  const cli = createCli(host, {
    isJson: () => isJson,
    dataDir: () => dataDir,
    endWith: (other) => {
      code = other;
    },
  });
  let failedAt = 'spidergate';
  try {
    refuseSecrets(args);
    const program = createProgram(cli);
    noteFailures(program, (path) => {
      failedAt = path;
    });
    program.hook('preAction', () => {
      const options: { json?: boolean; dataDir?: string } = program.opts();
      isJson = options.json === true;
      dataDir = options.dataDir;
    });
    await program.parseAsync(insertDefaultCommand(args, program), { from: 'user' });
    return code;
  } catch (failure) {
    const known = failure instanceof CommanderError ? fromCommander(failure, failedAt) : failure;
    return report(known, host, isJson);
  }
}

interface Choices {
  readonly isJson: () => boolean;
  readonly dataDir: () => string | undefined;
  readonly endWith: (code: ExitCode) => void;
}

function createCli(host: Host, { isJson, dataDir, endWith }: Choices): Cli {
  const { env, platform, stdin, stdout, stderr } = host;
  const place = () => {
    const surroundings = { env, platform, home: homedir(), workingDir: host.cwd() };
    const found = findDataDir(dataDir(), surroundings);
    return { dataDir: found, socketPath: findControlPath(found, platform) };
  };
  return {
    control: createControlClient(place),
    print: createPrinter({ stdout, stderr, paint: createPaint(stdout, env), isJson }),
    secrets: createSecretReader({ stdin, stderr }),
    now: () => new Date(),
    readText: (file) => readText(file, host),
    interruption: () => {
      const controller = new AbortController();
      host.once('SIGINT', () => controller.abort());
      return controller.signal;
    },
    endWith,
  };
}

async function readText(file: string, { stdin, stderr }: Host): Promise<string> {
  if (file !== '-') {
    return readFile(file, 'utf8').catch(() => {
      throw misused(`The file ${file} cannot be read.`);
    });
  }
  if (stdin.isTTY) stderr.write('Reading JSON from the terminal; end it with Ctrl-D.\n');
  let text = '';
  stdin.setEncoding('utf8');
  for await (const piece of stdin) text += String(piece);
  return text;
}

/** `spidergate … | head` closes our output early, and that is no failure. */
function endQuietlyWithoutReader({ stdout, stderr, exit }: Host): void {
  for (const stream of [stdout, stderr]) {
    stream.on('error', (failure: Error) => {
      if ('code' in failure && failure.code === 'EPIPE') exit(EXIT.ok);
      else exit(EXIT.unreachable);
    });
  }
}

function report(known: unknown, { stderr }: Host, isJson: boolean): ExitCode {
  // A fault of ours: its stack is what a report needs.
  if (!(known instanceof CliFailure)) throw known;
  if (known.message !== '') {
    stderr.write(isJson ? `${toJson({ error: known.error })}\n` : `spidergate: ${known.message}\n`);
  }
  return known.exitCode;
}

/** Every command tells of its own failures, because the failure itself does not say whose it is. */
function noteFailures(command: Command, note: (path: string) => void, above: readonly string[] = []): void {
  const path = [...above, command.name()];
  command.exitOverride((failure) => {
    note(path.join(' '));
    throw failure;
  });
  for (const child of command.commands) noteFailures(child, note, path);
}

/** Help and version end the program too; their text is out by then. */
function fromCommander({ code, message, exitCode }: CommanderError, path: string): CliFailure {
  const isSaid = exitCode === 0 || code === 'commander.help';
  const failure = misused(isSaid ? '' : `${message.replace(/^error: /, '')}\nSee "${path} --help".`);
  return exitCode === 0 ? new CliFailure(EXIT.ok, failure.error) : failure;
}
