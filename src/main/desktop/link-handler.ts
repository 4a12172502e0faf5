import { homedir } from 'node:os';
import path from 'node:path';
import { app } from 'electron';
import { type LaunchParts, nameReason, readArguments, readProgram } from './launch-command';
import { type LinkFile, openLinkFile } from './link-file';
import { LINK_SCHEME } from './reply-link';

/** Whether the system opens `spidergate://` links with this program. */
export interface LinkHandler {
  /** `null`: not known how, on this system. */
  isOn(): boolean | null;
  /** Gives why it could not, for people. */
  set(on: boolean): string | null;
  /** The file that says so, where it is one. */
  readonly file: string | null;
}

export function createLinkHandler(parts: LaunchParts): LinkHandler {
  const { platform, env } = process;
  if (platform === 'linux') {
    const dataHome = env.XDG_DATA_HOME || path.join(homedir(), '.local', 'share');
    return createLinuxHandler(openLinkFile({ dataHome, configHome: app.getPath('appData') }), parts);
  }
  if (platform === 'darwin' || platform === 'win32') return createSystemHandler(parts);
  const problem = 'This system has no way to open links that SpiderGate knows of.';
  return { isOn: () => null, set: () => problem, file: null };
}

function createLinuxHandler(link: LinkFile, parts: LaunchParts): LinkHandler {
  const command = [...readProgram(), ...readArguments(parts)];
  return {
    file: link.file,
    isOn: () => link.isFor(command),
    set(on) {
      try {
        if (on) link.write(command);
        else link.remove();
        return null;
      } catch (failure) {
        return `The file for links could not be changed (${nameReason(failure)}).`;
      }
    },
  };
}

function createSystemHandler(parts: LaunchParts): LinkHandler {
  const args = [...readArguments(parts)];
  const isOn = () => app.isDefaultProtocolClient(LINK_SCHEME, process.execPath, args);
  return {
    file: null,
    isOn,
    set(on) {
      const change = on ? app.setAsDefaultProtocolClient : app.removeAsDefaultProtocolClient;
      change.call(app, LINK_SCHEME, process.execPath, args);
      return isOn() === on ? null : 'The system did not take it over.';
    },
  };
}
