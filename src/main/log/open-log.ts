import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { scrubSecrets } from './scrub-secrets';
import type { Log, LogFields } from './types';

const MAX_BYTES = 5 * 1024 * 1024;
const KEPT_FILES = 3;

/** Fields that hold secrets wherever they turn up; the line as a whole is scrubbed as well. */
const SECRET_FIELDS = ['api_key', 'authorization', 'credential', 'passphrase', 'password', 'secret', 'token'];

export interface LogFile extends Log {
  readonly file: string;
  close(): void;
}

/** The log of this run: `logs/spidergate.log`, for its owner only, at most four files of about 5 MB. */
export function openLog({ dataDir }: { readonly dataDir: string }): LogFile {
  const folder = path.join(dataDir, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'spidergate.log');
  rotate(file);
  const destination = pino.destination({ dest: file, sync: true, mode: 0o600 });
  // A full disk must not end the program.
  destination.on('error', () => undefined);
  const logger = pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
      hooks: { streamWrite: scrubSecrets },
      formatters: { level: (level) => ({ level }) },
    },
    destination,
  );
  let closed = false;
  // What is logged while everything ends may come after the file is closed.
  const write = (level: 'info' | 'warn' | 'error') => (fields: LogFields, message: string) => {
    if (!closed) logger[level](fields, message);
  };
  return {
    file,
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    close: () => {
      if (closed) return;
      closed = true;
      destination.end();
    },
  };
}

/** At start only: a running log is never moved under its writer. */
function rotate(file: string): void {
  if (!existsSync(file) || statSync(file).size <= MAX_BYTES) return;
  rmSync(`${file}.${KEPT_FILES}`, { force: true });
  for (let number = KEPT_FILES - 1; number >= 1; number -= 1) {
    if (existsSync(`${file}.${number}`)) renameSync(`${file}.${number}`, `${file}.${number + 1}`);
  }
  renameSync(file, `${file}.1`);
}
