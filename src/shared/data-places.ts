/** Folder of the data dir below the system's folder for programs' data. */
export const DATA_FOLDER = 'spidergate';
export const DATA_DIR_VARIABLE = 'SPIDERGATE_DATA_DIR';

export interface ControlPlace {
  /** Absolute, and without `.` or a slash at the end. */
  readonly dataDir: string;
  readonly platform: string;
  /** SHA-256 as hexadecimal digits; handed in because nothing here may use Node. */
  digest(text: string): string;
}

/** Where the Control API listens. Windows has no sockets in folders; there the pipe's name stands for the data dir. */
export function chooseControlPath({ dataDir, platform, digest }: ControlPlace): string {
  if (platform !== 'win32') return `${dataDir === '/' ? '' : dataDir}/control.sock`;
  return `\\\\.\\pipe\\spidergate-${digest(dataDir.toLowerCase()).slice(0, 16)}`;
}
