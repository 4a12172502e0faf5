import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fallbackElectron, fallbackVersion } from './electron-fallback.mjs';
import { hashFiles } from './hash-files.mjs';
import { withLock } from './lock.mjs';
import { inCache, inProject } from './paths.mjs';
import { runCommand, tail } from './run-command.mjs';
import { SetupError, say } from './say.mjs';

// better-sqlite3 ships binaries for Node-API 10; the fallback Electron knows 9 plus, as experimental, the calls of 10.
// Compiled without node-gyp: no Python, no make and no headers of a Node on this machine are needed that way.

const declarations = inProject('scripts', 'setup', 'node-api-experimental.h');

/** Where the add-on for the fallback Electron is, or will be. */
export function sqliteBindingPath() {
  const { version } = JSON.parse(
    readFileSync(inProject('node_modules', 'better-sqlite3', 'package.json'), 'utf8'),
  );
  const recipe = hashFiles([fileURLToPath(import.meta.url), declarations], path.basename).slice(0, 8);
  return inCache(`better-sqlite3-${version}-electron-${fallbackVersion}-${recipe}.node`);
}

export async function buildSqliteBinding() {
  const target = sqliteBindingPath();
  if (existsSync(target)) return;
  await withLock(`${target}.lock`, async () => {
    if (existsSync(target)) return;
    say('Compiling better-sqlite3 for this Electron (about a minute, once)…');
    const work = mkdtempSync(inCache('compile-'));
    try {
      const addon = await compile(work);
      await tryOut(addon);
      renameSync(addon, target);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}

async function compile(work) {
  const home = inProject('node_modules', 'better-sqlite3');
  const sqliteDir = path.join(home, 'deps', 'sqlite3');
  const sqliteObject = path.join(work, 'sqlite3.o');
  const addonObject = path.join(work, 'better_sqlite3.o');
  const addon = path.join(work, 'better_sqlite3.node');
  const common = ['-c', '-O3', '-fPIC', '-pthread', '-DNDEBUG', `-I${sqliteDir}`];
  // Flags follow binding.gyp and deps/*.gyp; the SQLite options are read from there, so they cannot drift.
  await Promise.all([
    run('gcc', [
      ...common,
      '-std=c99',
      '-w',
      ...sqliteDefines(home),
      path.join(sqliteDir, 'sqlite3.c'),
      '-o',
      sqliteObject,
    ]),
    run('g++', [...common, ...addonFlags(), path.join(home, 'src', 'better_sqlite3.cpp'), '-o', addonObject]),
  ]);
  const link = ['-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL'];
  await run('g++', ['-shared', '-pthread', ...link, addonObject, sqliteObject, '-ldl', '-o', addon]);
  return addon;
}

function addonFlags() {
  const require = createRequire(import.meta.url);
  const defines = [
    'NAPI_EXPERIMENTAL',
    // The value Node's own headers give to "experimental".
    'NAPI_VERSION=2147483647',
    'NODE_API_EXPERIMENTAL_NO_WARNING',
    'NAPI_DISABLE_CPP_EXCEPTIONS',
    'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
    'BUILDING_NODE_EXTENSION',
    'NODE_GYP_MODULE_NAME=better_sqlite3',
  ];
  return [
    ...['-std=c++20', '-fno-rtti', '-fno-exceptions', '-fvisibility=hidden', '-fvisibility-inlines-hidden'],
    ...defines.map((name) => `-D${name}`),
    ...['-include', declarations],
    `-I${require('node-api-headers').include_dir}`,
    `-I${path.dirname(require.resolve('node-addon-api/package.json'))}`,
  ];
}

function sqliteDefines(home) {
  const text = readFileSync(path.join(home, 'deps', 'defines.gypi'), 'utf8');
  const names = [...text.matchAll(/^\s*'((?:HAVE|SQLITE)_[^']+)',$/gm)].map((match) => `-D${match[1]}`);
  if (names.length < 20)
    throw new Error('better-sqlite3 keeps its SQLite options elsewhere now: adapt sqlite-binding.mjs');
  return names;
}

/** A wrong build does not fail to compile, it crashes: so it is used once before anyone relies on it. */
async function tryOut(addon) {
  const program = `
    const Database = require(${JSON.stringify(inProject('node_modules', 'better-sqlite3'))});
    const db = new Database(':memory:', { nativeBinding: ${JSON.stringify(addon)} });
    db.exec('create table t (a)');
    for (let i = 0; i < 20000; i++) db.prepare('insert into t values (?)').run('row ' + i);
    process.exit(db.prepare('select count(*) from t').pluck().get() === 20000 ? 0 : 1);`;
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { code, output } = await runCommand(fallbackElectron(), ['-e', program], { env });
  if (code !== 0)
    throw new SetupError(`better-sqlite3 was compiled but does not run in Electron:\n${tail(output)}`);
}

async function run(command, args) {
  const { code, output } = await runCommand(command, args);
  if (code === 0) return;
  throw new SetupError(
    `Compiling better-sqlite3 failed (${command}, exit code ${code}). A C++20 compiler is needed.\n${tail(output)}`,
  );
}
