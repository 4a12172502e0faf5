import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { runCommand, tail } from './run-command.mjs';
import { SetupError, say } from './say.mjs';

const forWindows = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libxkbcommon0',
  'libnotify4',
  'libsecret-1-0',
];
// trayer: a panel for the tray icon to sit in.
const forTests = ['dbus', 'dbus-x11', 'gnome-keyring', 'trayer'];

/** The Debian packages that this run needs, given what the machine already offers in other ways. */
export function neededSystemPackages({ virtualDisplay, tests, compiler }) {
  return [
    ...forWindows,
    ...(virtualDisplay ? ['xvfb'] : []),
    ...(tests ? forTests : []),
    ...(compiler ? ['g++'] : []),
  ];
}

/**
 * Installs what is missing when that is allowed (root), else stops and prints the one command to run.
 * @returns {Promise<boolean>} false where there is no dpkg, so that the caller checks in another way.
 */
export async function installSystemPackages(needed) {
  const installed = installedPackages();
  if (!installed) return false;
  const missing = needed.filter((name) => !installed.has(name)).map(currentName);
  if (missing.length === 0) return true;
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `Some system packages are missing. Install them with this line, then run the command again:\n\n` +
        `  ${hasPackageLists() ? '' : 'sudo apt-get update && '}sudo apt-get install -y --no-install-recommends ${missing.join(' ')}\n`,
    );
  }
  say(`Installing system packages: ${missing.join(' ')}…`);
  await aptGet(['update', '-qq'], missing);
  await aptGet(['install', '-y', '-qq', '--no-install-recommends', ...missing], missing);
  return true;
}

/** A fresh image has no lists, and then apt-get finds no package at all. */
function hasPackageLists() {
  const folder = '/var/lib/apt/lists';
  return existsSync(folder) && readdirSync(folder).some((name) => name.includes('_Packages'));
}

/** Names of all installed packages and of what they provide (newer Debians: libasound2t64 provides libasound2). */
function installedPackages() {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
  const format = '${db:Status-Abbrev}|${Package}|${Provides}\\n';
  const result = spawnSync('dpkg-query', ['-W', '-f', format], { encoding: 'utf8', maxBuffer: 64 << 20 });
  if (result.error || result.status !== 0) return undefined;
  const names = new Set();
  for (const line of result.stdout.split('\n')) {
    const [status, name, provides = ''] = line.split('|');
    if (!status?.startsWith('ii')) continue;
    names.add(name);
    for (const provided of provides.split(',')) names.add(provided.trim().split(' ')[0]);
  }
  return names;
}

/** Debian 13 and Ubuntu 24.04 renamed some libraries to …t64; apt refuses an old name that several packages provide. */
function currentName(name) {
  if (!name.startsWith('lib')) return name;
  const renamed = spawnSync('apt-cache', ['show', '--no-all-versions', `${name}t64`], { encoding: 'utf8' });
  return renamed.status === 0 && renamed.stdout.includes('Package:') ? `${name}t64` : name;
}

async function aptGet(args, missing) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { code, output } = await runCommand('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env });
  if (code === 0) return;
  throw new SetupError(
    `apt-get ${args[0]} failed (exit code ${code}):\n${tail(output)}\n` +
      `Install these packages by hand, then run the command again: ${missing.join(' ')}`,
  );
}

/** Where there is no dpkg we cannot name packages, but we can name the libraries that the loader does not find. */
export function sayMissingLibraries(executablePath) {
  const result = spawnSync('ldd', [executablePath], { encoding: 'utf8' });
  if (result.error) return;
  const missing = result.stdout.split('\n').filter((line) => line.includes('not found'));
  if (missing.length === 0) return;
  const names = missing.map((line) => line.trim().split(' ')[0]).join(' ');
  say(`Electron needs libraries that this system lacks: ${names}. Install them with your package manager.`);
}
