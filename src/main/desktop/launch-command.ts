import path from 'node:path';
import { app } from 'electron';
import { DATA_FOLDER } from '../../shared/data-places';

/** How the system has to start this program so that it is the same one, with the same data. */
export interface LaunchParts {
  readonly dataDir: string;
  /** Of an app that is not packaged, so that Electron knows what to run. */
  readonly appDir: string;
}

const BINDING = 'SPIDERGATE_SQLITE_BINDING';

/** For a line that Linux desktops run. */
export function readProgram(): readonly string[] {
  // What an AppImage runs from is another place at every start.
  const program = process.env.APPIMAGE ?? process.execPath;
  const binding = process.env[BINDING];
  // Electron from the package registry finds its database only with it.
  return binding === undefined ? [program] : ['env', `${BINDING}=${binding}`, program];
}

export function readArguments({ dataDir, appDir }: LaunchParts): readonly string[] {
  const isUsualPlace = dataDir === path.join(app.getPath('appData'), DATA_FOLDER);
  return [
    ...(app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : []),
    ...(app.isPackaged ? [] : [appDir]),
    ...(isUsualPlace ? [] : ['--data-dir', dataDir]),
  ];
}

/** Why a file could not be written, in the system's own short word. */
export function nameReason(failure: unknown): string {
  return failure instanceof Error && 'code' in failure ? String(failure.code) : 'unknown reason';
}
