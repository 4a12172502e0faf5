import { createHash } from 'node:crypto';
import path from 'node:path';
import { chooseControlPath, DATA_DIR_VARIABLE, DATA_FOLDER } from '../shared/data-places';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: string;
  readonly workingDir: string;
}

/** The data dir the app would use: what is said, else the environment, else the system's folder for programs' data. */
export function findDataDir(said: string | undefined, surroundings: Surroundings): string {
  const given = said ?? (surroundings.env[DATA_DIR_VARIABLE] || undefined);
  if (given !== undefined) return path.resolve(surroundings.workingDir, given);
  return path.resolve(programData(surroundings), DATA_FOLDER);
}

export function findControlPath(dataDir: string, platform: string): string {
  return chooseControlPath({
    dataDir,
    platform,
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  });
}

/** Electron's `appData`. */
function programData({ env, platform, home }: Surroundings): string {
  if (platform === 'win32') return env.APPDATA || path.join(home, 'AppData', 'Roaming');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support');
  return env.XDG_CONFIG_HOME || path.join(home, '.config');
}
