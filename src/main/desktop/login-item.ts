import path from 'node:path';
import { app } from 'electron';
import { DATA_FOLDER } from '../../shared/data-places';
import { type AutostartFile, openAutostartFile } from './autostart-file';

/** Whether the system starts the program at login. */
export interface LoginItem {
  /** `null`: not known how, on this system. */
  isOn(): boolean | null;
  /** Gives why it could not, for people. */
  set(on: boolean, hidden: boolean): string | null;
  /** It was the system that has started it, and says so by other means than an argument. */
  wasOpenedAtLogin(): boolean;
}

interface LoginItemParts {
  readonly dataDir: string;
  /** Of an app that is not packaged, so that Electron knows what to run. */
  readonly appDir: string;
}

export function createLoginItem(parts: LoginItemParts): LoginItem {
  const { platform } = process;
  if (platform === 'linux') {
    return createLinuxItem(openAutostartFile(path.join(app.getPath('appData'), 'autostart')), parts);
  }
  if (platform === 'darwin' || platform === 'win32') return createSystemItem(parts);
  const problem = 'This system has no login items that SpiderGate knows of.';
  return { isOn: () => null, set: () => problem, wasOpenedAtLogin: () => false };
}

function createLinuxItem(file: AutostartFile, parts: LoginItemParts): LoginItem {
  // What an AppImage runs from is another place at every start.
  const program = process.env.APPIMAGE ?? process.execPath;
  return {
    isOn: file.exists,
    set(on, hidden) {
      try {
        if (on) file.write([program, ...readArguments(parts, hidden)]);
        else file.remove();
        return null;
      } catch (failure) {
        const code = failure instanceof Error && 'code' in failure ? String(failure.code) : 'unknown reason';
        return `The autostart file could not be changed (${code}).`;
      }
    },
    wasOpenedAtLogin: () => false,
  };
}

function createSystemItem(parts: LoginItemParts): LoginItem {
  const describe = (hidden: boolean) => ({ path: process.execPath, args: readArguments(parts, hidden) });
  const isOn = () =>
    app.getLoginItemSettings(describe(true)).openAtLogin ||
    app.getLoginItemSettings(describe(false)).openAtLogin;
  return {
    isOn,
    set(on, hidden) {
      app.setLoginItemSettings({ openAtLogin: on, ...describe(hidden) });
      return isOn() === on ? null : 'The system did not take it over.';
    },
    wasOpenedAtLogin: () => process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin,
  };
}

function readArguments({ dataDir, appDir }: LoginItemParts, hidden: boolean): string[] {
  const isUsualPlace = dataDir === path.join(app.getPath('appData'), DATA_FOLDER);
  return [
    ...(app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : []),
    ...(app.isPackaged ? [] : [appDir]),
    ...(isUsualPlace ? [] : ['--data-dir', dataDir]),
    ...(hidden ? ['--hidden'] : []),
  ];
}
