import { projectNode } from '../setup/node-runtime.mjs';
import { inProject } from '../setup/paths.mjs';
import { runCommand } from '../setup/run-command.mjs';
import { testEnvironment } from './run-tool.mjs';
import { addTallies, noTally, oneFailure, onePass } from './tally.mjs';

const tool = (...parts) => inProject('node_modules', ...parts);
const commands = {
  lint: [tool('@biomejs', 'biome', 'bin', 'biome'), 'check'],
  types: [tool('typescript', 'bin', 'tsc'), '--build', '--noEmit'],
  layers: [inProject('scripts', 'check-layers.mjs')],
  unused: [tool('knip', 'bin', 'knip.js')],
};

export const staticSteps = Object.keys(commands);

/** Each check counts as one test; its output is shown when it fails. */
export async function runStaticChecks(steps) {
  let tally = noTally;
  for (const step of steps) {
    const started = Date.now();
    const { code, output } = await runCommand(projectNode(), commands[step], { env: testEnvironment() });
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    process.stdout.write(
      code === 0 ? `ok   ${step} (${seconds} s)\n` : `FAIL ${step} (${seconds} s)\n${output}\n`,
    );
    tally = addTallies(tally, code === 0 ? onePass : oneFailure);
  }
  return tally;
}
