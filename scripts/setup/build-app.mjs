import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hashFiles } from './hash-files.mjs';
import { withLock } from './lock.mjs';
import { projectNode } from './node-runtime.mjs';
import { inCache, inProject } from './paths.mjs';
import { runCommand, tail } from './run-command.mjs';
import { SetupError, say } from './say.mjs';

const inputs = ['src', 'build', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];
const stamp = inProject('out', 'build-stamp');

/** Builds into out/ when anything that goes into it has changed since the last build. */
export async function buildApp() {
  const wanted = hashFiles(inputs.map((name) => inProject(name)));
  if (isBuilt(wanted)) return;
  await withLock(buildLock(), async () => {
    if (isBuilt(wanted)) return;
    say('Building the app…');
    rmSync(stamp, { force: true });
    const tool = inProject('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    const { code, output } = await runCommand(projectNode(), [tool, 'build', '--logLevel', 'warn']);
    if (code !== 0)
      throw new SetupError(`The build failed (electron-vite, exit code ${code}):\n${tail(output, 40)}`);
    writeFileSync(stamp, wanted);
  });
}

/** Not in out/, which the build may empty; one per checkout. */
function buildLock() {
  const checkout = createHash('sha256').update(inProject()).digest('hex').slice(0, 12);
  return inCache(`build-${checkout}.lock`);
}

function isBuilt(wanted) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}
