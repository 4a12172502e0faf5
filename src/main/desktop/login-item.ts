import path from 'node:path';
import { app } from 'electron';
import { type AutostartFile, openAutostartFile } from './autostart-file';
import { type LaunchParts, nameReason, readArguments, readProgram } from './launch-command';

/** Whether the system starts the program at login. */
export interface LoginItem {
  /** `null`: not known how, on this system. */
  isOn(): boolean | null;
  /** Gives why it could not, for people. */
  set(on: boolean, hidden: boolean): string | null;
  /** It was the system that has started it, and says so by other means than an argument. */
  wasOpenedAtLogin(): boolean;
}

export function createLoginItem(parts: LaunchParts): LoginItem {
  const { platform } = process;
  if (platform === 'linux') {
    return createLinuxItem(openAutostartFile(path.join(app.getPath('appData'), 'autostart')), parts);
  }
  if (platform === 'darwin' || platform === 'win32') return createSystemItem(parts);
  const problem = 'This system has no login items that SpiderGate knows of.';
  return { isOn: () => null, set: () => problem, wasOpenedAtLogin: () => false };
}

const toArguments = (parts: LaunchParts, hidden: boolean) => [
  ...readArguments(parts),
  ...(hidden ? ['--hidden'] : []),
];

function createLinuxItem(file: AutostartFile, parts: LaunchParts): LoginItem {
  return {
    isOn: file.exists,
    set(on, hidden) {
      try {
        if (on) file.write([...readProgram(), ...toArguments(parts, hidden)]);
        else file.remove();
        return null;
      } catch (failure) {
        return `The autostart file could not be changed (${nameReason(failure)}).`;
      }
    },
    wasOpenedAtLogin: () => false,
  };
}

function createSystemItem(parts: LaunchParts): LoginItem {
  const describe = (hidden: boolean) => ({ path: process.execPath, args: toArguments(parts, hidden) });
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
