import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { say } from './say.mjs';

/** Chromium refuses to start when it cannot build its sandbox; only then is it told to do without. */
export function sandboxArgs(executablePath) {
  if (process.platform !== 'linux') return [];
  if (process.getuid() === 0) return ['--no-sandbox'];
  if (canMakeUserNamespace() || isSetuidRoot(path.join(path.dirname(executablePath), 'chrome-sandbox')))
    return [];
  say('This system allows no unprivileged user namespaces: running Electron without its sandbox.');
  return ['--no-sandbox'];
}

function canMakeUserNamespace() {
  return spawnSync('unshare', ['--user', '--map-root-user', 'true']).status === 0;
}

function isSetuidRoot(file) {
  try {
    const { uid, mode } = statSync(file);
    return uid === 0 && (mode & 0o4000) !== 0;
  } catch {
    return false;
  }
}
