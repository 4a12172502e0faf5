import type { ApiError } from '../shared/domain/event';

/** As docs/cli.md lists them. */
export const EXIT = {
  ok: 0,
  /** The app answered with an error, or a key's test failed. */
  refused: 1,
  usage: 2,
  notRunning: 3,
  /** Something is there, but it cannot be talked to. */
  unreachable: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with a message for people. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';

  constructor(
    readonly exitCode: ExitCode,
    readonly error: ApiError,
  ) {
    super(error.message);
  }
}

/** The person has typed something that cannot be done. */
export function misused(message: string): CliFailure {
  return new CliFailure(EXIT.usage, { message, type: 'usage_error', param: null, code: 'usage' });
}

export function unreachable(message: string): CliFailure {
  return new CliFailure(EXIT.unreachable, {
    message,
    type: 'connection_error',
    param: null,
    code: 'unreachable',
  });
}

export function notRunning(message: string): CliFailure {
  return new CliFailure(EXIT.notRunning, {
    message,
    type: 'connection_error',
    param: null,
    code: 'not_running',
  });
}

/** Ctrl-C; says nothing. */
export function interrupted(): CliFailure {
  return new CliFailure(EXIT.interrupted, {
    message: '',
    type: 'usage_error',
    param: null,
    code: 'interrupted',
  });
}
