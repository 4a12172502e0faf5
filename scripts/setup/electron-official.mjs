import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectNode } from './node-runtime.mjs';
import { inCache, inProject } from './paths.mjs';
import { runCommand } from './run-command.mjs';
import { say } from './say.mjs';

const releases = 'https://github.com/electron/electron/releases/download';
const rememberMs = 24 * 3_600_000;
const probeMs = 10_000;
const downloadMs = 20 * 60_000;

export function declaredElectronVersion() {
  return JSON.parse(readFileSync(inProject('node_modules', 'electron', 'package.json'), 'utf8')).version;
}

/** Path of the official binary, if it has been downloaded. */
export function officialElectron() {
  const home = inProject('node_modules', 'electron');
  try {
    const name = readFileSync(path.join(home, 'path.txt'), 'utf8');
    const version = readFileSync(path.join(home, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    const executablePath = path.join(home, 'dist', name);
    return version === declaredElectronVersion() && existsSync(executablePath) ? executablePath : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Downloads the official binary with Electron's own installer, which checks it against pinned checksums.
 * @param {boolean} hasFallback a refusal is remembered for a day only where there is something else to run
 * @returns {Promise<{ok: true} | {ok: false, reason: string}>}
 */
export async function downloadOfficialElectron(hasFallback) {
  const version = declaredElectronVersion();
  const note = inCache(`electron-${version}-blocked`);
  if (hasFallback && isRecent(note)) return { ok: false, reason: readFileSync(note, 'utf8') };
  const refusal = hasFallback ? await probe(version) : undefined;
  const reason = refusal ?? (await runInstaller(version));
  if (!reason) {
    rmSync(note, { force: true });
    return { ok: true };
  }
  if (hasFallback) writeFileSync(note, reason);
  return { ok: false, reason };
}

function isRecent(note) {
  if (process.env.SPIDERGATE_RETRY_ELECTRON || !existsSync(note)) return false;
  return Date.now() - statSync(note).mtimeMs < rememberMs;
}

/** Asks for the headers first: a network that drops packets would keep the installer waiting for minutes. */
async function probe(version) {
  const isCustom = Object.keys(process.env).some((name) =>
    /^(npm_config_electron|electron)_(mirror|get_use_proxy)/i.test(name),
  );
  if (isCustom) return undefined;
  const url = `${releases}/v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`;
  try {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(probeMs) });
    return answer.ok ? undefined : `its server answered ${answer.status}`;
  } catch (error) {
    return error.name === 'TimeoutError' ? 'its server does not answer' : 'its server cannot be reached';
  }
}

async function runInstaller(version) {
  say(`Downloading Electron ${version}…`);
  const installer = inProject('node_modules', 'electron', 'install.js');
  const { code, output } = await runCommand(projectNode(), [installer], { timeoutMs: downloadMs });
  if (code === 0 && officialElectron()) return undefined;
  return output.trim().split('\n')[0] || `its installer ended with code ${code}`;
}
