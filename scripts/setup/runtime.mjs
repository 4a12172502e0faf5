import { existsSync } from 'node:fs';
import { sandboxArgs } from './chromium-sandbox.mjs';
import { fallbackElectron } from './electron-fallback.mjs';
import { officialElectron } from './electron-official.mjs';
import { projectDir } from './paths.mjs';
import { SetupError } from './say.mjs';
import { sqliteBindingPath } from './sqlite-binding.mjs';

/**
 * Which Electron to run and how, from the variables that `npm start`, `npm test` and `npm run bench` set, else from
 * what the last set-up left on disk. Downloads nothing. Types: runtime.d.mts.
 */
export function resolveRuntime() {
  const given = process.env.SPIDERGATE_ELECTRON;
  if (given) return fromEnvironment(given);
  const official = officialElectron();
  if (official) return asRuntime(official, {});
  const fallback = fallbackElectron();
  const binding = fallback && sqliteBindingPath();
  if (!fallback || !existsSync(binding))
    throw new SetupError('Electron is not set up yet. Run `npm start` once.');
  return asRuntime(fallback, { SPIDERGATE_SQLITE_BINDING: binding });
}

/** The same as variables, for child processes that call resolveRuntime() themselves. */
export function runtimeVariables({ executablePath, args, env }) {
  return { SPIDERGATE_ELECTRON: executablePath, SPIDERGATE_ELECTRON_ARGS: args.join(' '), ...env };
}

function fromEnvironment(executablePath) {
  const args = process.env.SPIDERGATE_ELECTRON_ARGS?.split(' ').filter(Boolean);
  const binding = process.env.SPIDERGATE_SQLITE_BINDING;
  const env = binding ? { SPIDERGATE_SQLITE_BINDING: binding } : {};
  return { executablePath, args: args ?? sandboxArgs(executablePath), env, appPath: projectDir };
}

function asRuntime(executablePath, env) {
  return { executablePath, args: sandboxArgs(executablePath), env, appPath: projectDir };
}
