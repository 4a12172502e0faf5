import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { hashFiles } from '../../scripts/setup/hash-files.mjs';
import { withLock } from '../../scripts/setup/lock.mjs';
import { inCache } from '../../scripts/setup/paths.mjs';
import { runCommand, tail } from '../../scripts/setup/run-command.mjs';
import { say } from '../../scripts/setup/say.mjs';

const here = import.meta.dirname;
const manifests = ['package.json', 'package-lock.json'];
const installMs = 3 * 60_000;

/**
 * Installs the peer into the user's cache, once, exactly as bench/peer/package-lock.json pins it: npm checks every
 * file against its integrity there, and no install script runs. The bench can do without it.
 * @returns {Promise<string | null>} the folder with its node_modules
 */
export async function installPeer() {
  const pinned = hashFiles(
    manifests.map((name) => path.join(here, name)),
    path.basename,
  ).slice(0, 12);
  const home = inCache('bench-peers', pinned);
  if (existsSync(home)) return home;
  mkdirSync(inCache('bench-peers'), { recursive: true });
  return withLock(`${home}.lock`, () => (existsSync(home) ? home : install(home)));
}

async function install(home) {
  say('Fetching the peer gateway from the package registry (25 MB, once)…');
  const work = mkdtempSync(inCache('bench-peers', 'unpack-'));
  try {
    for (const name of manifests) copyFileSync(path.join(here, name), path.join(work, name));
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { code, output } = await runCommand(npm, args, { cwd: work, timeoutMs: installMs });
    if (code !== 0) {
      say(`The peer gateway cannot be had here; the bench goes on without it:\n${tail(output, 5)}`);
      return null;
    }
    renameSync(work, home);
    return home;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
