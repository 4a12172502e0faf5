import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { projectNode } from '../setup/node-runtime.mjs';
import { inProject, projectDir } from '../setup/paths.mjs';

// A developer's own app, data or passphrase must not leak into a test.
const privateVariables = ['SPIDERGATE_DATA_DIR', 'SPIDERGATE_PORT', 'SPIDERGATE_VAULT_PASSPHRASE'];

/** The environment of tests: the project's Node first on PATH, nothing of the developer's running app. */
export function testEnvironment(extra = {}) {
  const env = { ...process.env, ...extra };
  for (const name of privateVariables) delete env[name];
  env.PATH = [path.dirname(projectNode()), inProject('node_modules', '.bin'), process.env.PATH].join(
    path.delimiter,
  );
  return env;
}

/** Runs a tool of node_modules on the project's Node, its output going straight to the terminal. */
export async function runTool(script, args, env) {
  const command = [inProject('node_modules', ...script.split('/')), ...args];
  const child = spawn(projectNode(), command, {
    cwd: projectDir,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}
