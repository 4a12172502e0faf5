import { existsSync } from 'node:fs';
import { inProject } from './paths.mjs';
import { SetupError } from './say.mjs';

const oldestMajor = 20;

/** Must run before anything that uses newer syntax or built-ins. */
export function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= oldestMajor) return;
  throw new SetupError(
    `SpiderGate needs Node ${oldestMajor} or newer; this is ${process.versions.node}. Install a current Node and run the command again.`,
  );
}

/**
 * The Node the project's tools and tests run on: the one from the `node` package, because better-sqlite3's
 * shipped binary and Electron's installer need a newer Node than some machines have.
 */
export function projectNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const installed = inProject('node_modules', 'node', 'bin', name);
  return existsSync(installed) ? installed : process.execPath;
}
