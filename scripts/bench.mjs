// `npm run bench`: sets up what is missing, then runs bench/run.ts (or .mjs) on the project's Node with a display.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { hasDisplay, openVirtualDisplay } from './setup/display.mjs';
import { projectNode } from './setup/node-runtime.mjs';
import { inProject } from './setup/paths.mjs';
import { prepareApp, preparePackages } from './setup/prepare.mjs';
import { runtimeVariables } from './setup/runtime.mjs';
import { SetupError, sayError } from './setup/say.mjs';

async function bench(args) {
  const program = ['run.ts', 'run.mjs'].map((name) => inProject('bench', name)).find(existsSync);
  if (!program) throw new SetupError('There is no bench/run.ts or bench/run.mjs to run.');
  await preparePackages();
  const runtime = await prepareApp({ tests: false });
  const display = hasDisplay() ? undefined : await openVirtualDisplay();
  const env = { ...process.env, ...runtimeVariables(runtime), ...display?.env };
  try {
    const child = spawn(projectNode(), ['--expose-gc', program, ...args], { env, stdio: 'inherit' });
    const [code] = await once(child, 'exit');
    return code ?? 1;
  } finally {
    display?.close();
  }
}

try {
  process.exitCode = await bench(process.argv.slice(2));
} catch (error) {
  sayError(error);
  process.exitCode = 1;
}
