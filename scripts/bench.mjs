// `npm run bench -- [--quick] [--only=ROW,…] [--json FILE]`: sets up what is missing, then runs bench/run.ts on the
// project's Node with a display. What it measures: bench/README.md.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { installPeer } from '../bench/peer/install.mjs';
import { hasDisplay, openVirtualDisplay } from './setup/display.mjs';
import { projectNode } from './setup/node-runtime.mjs';
import { inProject } from './setup/paths.mjs';
import { prepareApp, preparePackages } from './setup/prepare.mjs';
import { runtimeVariables } from './setup/runtime.mjs';
import { sayError } from './setup/say.mjs';

async function bench(args) {
  await preparePackages();
  const runtime = await prepareApp({ tests: false });
  const peer = await installPeer();
  const display = hasDisplay() ? undefined : await openVirtualDisplay();
  const env = {
    ...process.env,
    ...runtimeVariables(runtime),
    ...display?.env,
    ...(peer && { BENCH_PEER_DIR: peer }),
  };
  try {
    const child = spawn(projectNode(), [inProject('bench', 'run.ts'), ...args], { env, stdio: 'inherit' });
    // It closes what it has started before it ends.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
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
