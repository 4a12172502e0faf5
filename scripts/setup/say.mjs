/** Set-up talks on standard error: standard output belongs to the app, whose `listening` line tools read. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** A set-up problem the user can solve. The message says what to do, so no stack trace is shown. */
export class SetupError extends Error {}

/** Prints what went wrong in the user's terms, and the stack only where the fault is ours. */
export function sayError(error) {
  say(error instanceof SetupError ? `\n${error.message}` : `\n${error?.stack ?? error}`);
}
