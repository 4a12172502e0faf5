// Adds to package-lock.json the packages for other platforms that npm left out because the registry it asked did not
// carry them. Without their entries `npm ci` calls the lock file incomplete, on every machine. Run it after an
// `npm install` that leaves `npm ci` saying "Missing: … from lock file".
import { readFileSync, writeFileSync } from 'node:fs';
import { inProject } from './setup/paths.mjs';

const systems = new Set(['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']);
const processors = new Set(['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']);

/** What npm would have written, read from a name such as @biomejs/cli-linux-x64-musl; it has no integrity to give. */
function describePackage(name, version, dev) {
  const words = name.slice(name.indexOf('/') + 1).split('-');
  const os = words.find((word) => systems.has(word));
  const cpu = words.find((word) => processors.has(word));
  if (!cpu) throw new Error(`${name} does not name a platform: install it where the registry carries it`);
  const isMusl = words.some((word) => word.startsWith('musl'));
  return {
    version,
    cpu: [cpu],
    ...(dev && { dev }),
    ...(os === 'linux' && { libc: [isMusl ? 'musl' : 'glibc'] }),
    optional: true,
    ...(os && { os: [os] }),
  };
}

function complete(packages) {
  const added = {};
  for (const [location, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const isThere = packages[`node_modules/${name}`] || packages[`${location}/node_modules/${name}`];
      if (!isThere) added[`node_modules/${name}`] = describePackage(name, version, entry.dev);
    }
  }
  return added;
}

const file = inProject('package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = complete(lock.packages);
const entries = Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`);
process.stdout.write(`${Object.keys(added).length} packages added to package-lock.json\n`);
