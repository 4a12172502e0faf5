import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inProject } from './paths.mjs';
import { runCommand, tail } from './run-command.mjs';
import { SetupError, say } from './say.mjs';

/** Runs `npm ci` unless node_modules already is what package-lock.json asks for. */
export async function installNodePackages() {
  if (packagesAreFresh()) return;
  say('Installing packages…');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await runCommand(npm, args, {
    env: { ...process.env, NODE_ENV: '', PATH: outerPath() },
  });
  if (code === 0) return;
  throw new SetupError(
    `Packages could not be installed (npm ci, exit code ${code}):\n${tail(output)}\n` +
      'Check that the npm registry can be reached, then run the command again. ' +
      'If package.json and package-lock.json disagree, run `npm install` and `node scripts/complete-lock-file.mjs` once.',
  );
}

/** PATH without node_modules/.bin: `npm ci` deletes that folder, so it must not run on the Node inside it. */
function outerPath() {
  const entries = (process.env.PATH ?? '').split(path.delimiter);
  return entries.filter((entry) => !entry.endsWith(path.join('node_modules', '.bin'))).join(path.delimiter);
}

/**
 * npm notes what it installed in node_modules/.package-lock.json. Comparing that with the lock file, instead of
 * keeping a stamp of our own, also accepts what a developer's `npm install` did.
 */
function packagesAreFresh() {
  const wanted = readPackages(inProject('package-lock.json'));
  const present = readPackages(inProject('node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([location, entry]) => {
    if (location === '') return true;
    const installed = present[location];
    // Optional packages for other platforms are in the lock file and not on the disk.
    if (!installed) return entry.optional === true;
    return installed.version === entry.version && existsSync(inProject(location));
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
