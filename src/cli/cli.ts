import type { ControlClient } from './control-client';
import type { ExitCode } from './failures';
import type { SecretReader } from './input/read-secret';
import type { Printer } from './output/printer';

/** What every command works with. */
export interface Cli {
  readonly control: ControlClient;
  readonly print: Printer;
  readonly secrets: SecretReader;
  readonly now: () => Date;
  /** A file's text, or standard input's for `-`. */
  readText(file: string): Promise<string>;
  /** Aborted by Ctrl-C from the first use on; before that, Ctrl-C simply ends the program. */
  interruption(): AbortSignal;
  /** The command is done, but not with 0. */
  endWith(code: ExitCode): void;
}
