import { existsSync } from 'node:fs';
import { buildApp } from './build-app.mjs';
import { hasDisplay } from './display.mjs';
import {
  fallbackElectron,
  fallbackVersion,
  hasFallback,
  installFallbackElectron,
} from './electron-fallback.mjs';
import { declaredElectronVersion, downloadOfficialElectron, officialElectron } from './electron-official.mjs';
import { installNodePackages } from './node-packages.mjs';
import { requireNode } from './node-runtime.mjs';
import { resolveRuntime } from './runtime.mjs';
import { SetupError, say } from './say.mjs';
import { buildSqliteBinding, sqliteBindingPath } from './sqlite-binding.mjs';
import { installSystemPackages, neededSystemPackages, sayMissingLibraries } from './system-packages.mjs';

/** Node and the packages: all that checks and tests without Electron need. Every step is skipped when it is fresh. */
export async function preparePackages() {
  requireNode();
  await installNodePackages();
}

/**
 * Everything up to a built app and an Electron to run it.
 * @param {{tests: boolean}} options tests need a keyring and a display of their own as well
 */
export async function prepareApp({ tests }) {
  const useFallback = !process.env.SPIDERGATE_ELECTRON && !(await obtainOfficialElectron());
  // Before the long download: someone who must call the administrator should learn that at once.
  const hasDpkg = await prepareSystem({ tests, useFallback });
  if (useFallback) {
    await installFallbackElectron();
    await buildSqliteBinding();
  }
  const runtime = resolveRuntime();
  if (process.platform === 'linux' && !hasDpkg) sayMissingLibraries(runtime.executablePath);
  await buildApp();
  return runtime;
}

/** @returns {Promise<boolean>} false: use the fallback */
async function obtainOfficialElectron() {
  if (officialElectron()) return true;
  const download = await downloadOfficialElectron(hasFallback);
  if (download.ok) return true;
  const version = declaredElectronVersion();
  if (!hasFallback) {
    throw new SetupError(
      `Electron ${version} could not be downloaded: ${download.reason}.\n` +
        'Check the network, or set ELECTRON_MIRROR to a mirror of its releases, and run the command again.',
    );
  }
  const cached = fallbackElectron() ? 'cached ' : '';
  say(
    `Using ${cached}Electron ${fallbackVersion}: Electron ${version} cannot be downloaded here (${download.reason}).`,
  );
  return false;
}

async function prepareSystem({ tests, useFallback }) {
  if (process.platform !== 'linux') return false;
  const virtualDisplay = tests || !hasDisplay();
  const compiler = useFallback && !existsSync(sqliteBindingPath());
  return installSystemPackages(neededSystemPackages({ virtualDisplay, tests, compiler }));
}
