import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hashFiles } from './hash-files.mjs';
import { withLock } from './lock.mjs';
import { projectNode } from './node-runtime.mjs';
import { inCache, inProject } from './paths.mjs';
import { runCommand, tail } from './run-command.mjs';
import { SetupError, say } from './say.mjs';

/**
 * Runs a build when anything that goes into it has changed since the last one.
 * @param {{name: string, inputs: string[], stamp: string, command: string[]}} build paths inside the project; the
 *   command runs on the project's Node
 */
export async function buildWhenStale({ name, inputs, stamp, command }) {
  const stampFile = inProject(stamp);
  const wanted = hashFiles(inputs.map((input) => inProject(input)));
  const isBuilt = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted;
  if (isBuilt()) return;
  await withLock(buildLock(stamp), async () => {
    if (isBuilt()) return;
    say(`Building the ${name}…`);
    rmSync(stampFile, { force: true });
    const [tool, ...args] = command;
    const { code, output } = await runCommand(projectNode(), [inProject(tool), ...args]);
    if (code !== 0)
      throw new SetupError(`The build of the ${name} failed (exit code ${code}):\n${tail(output, 40)}`);
    writeFileSync(stampFile, wanted);
  });
}

/** Not in out/, which the build may empty; one per build and checkout. */
function buildLock(stamp) {
  const checkout = createHash('sha256').update(inProject(stamp)).digest('hex').slice(0, 12);
  return inCache(`build-${checkout}.lock`);
}
