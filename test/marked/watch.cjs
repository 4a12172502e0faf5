'use strict';
// Preloaded into every process of `npm test` (NODE_OPTIONS), the app and its threads included. Whatever is encrypted or
// used as a passphrase while the tests run is a secret; it is noted here, and what the program leaves behind is kept,
// so that scripts/testing/secrets-scan.mjs can look for the one in the other. No test has to do anything for it.
const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const { syncBuiltinESMExports } = require('node:module');
const os = require('node:os');
const path = require('node:path');
const { isMainThread, threadId } = require('node:worker_threads');
require('./stay-here.cjs');

const folder = process.env.SPIDERGATE_SCAN_DIR;
const isRunner = /node_modules.(?:vitest.vitest\.mjs|@playwright.test.cli\.js)$/.test(process.argv[1] ?? '');
const isElectron = process.versions.electron !== undefined;
const place = (...parts) => path.join(folder, ...parts);

/** Data of one test file and of the processes it starts belong together. */
function group() {
  process.env.SPIDERGATE_SCAN_GROUP ??= String(process.pid);
  return process.env.SPIDERGATE_SCAN_GROUP;
}

function append(kind, line) {
  const file = place(kind, `${group()}-${process.pid}-${threadId}`);
  fs.appendFileSync(file, `${line}\n`, { mode: 0o600 });
}

function watchCrypto() {
  const noted = new Set();
  const note = (context, value) => {
    const bytes = Buffer.from(value);
    const line = JSON.stringify({ context, secret: bytes.toString('base64') });
    if (bytes.length < 8 || noted.has(line)) return;
    noted.add(line);
    append('secrets', line);
  };
  const { createCipheriv } = crypto;
  crypto.createCipheriv = (...args) => {
    const cipher = createCipheriv(...args);
    const { setAAD, update } = cipher;
    let context = '';
    cipher.setAAD = (aad, ...rest) => {
      context = Buffer.from(aad).toString('utf8');
      return setAAD.call(cipher, aad, ...rest);
    };
    cipher.update = (plain, ...rest) => {
      note(context, plain);
      return update.call(cipher, plain, ...rest);
    };
    return cipher;
  };
  for (const name of ['scrypt', 'scryptSync']) {
    const original = crypto[name];
    crypto[name] = (passphrase, ...rest) => {
      note('passphrase', passphrase);
      return original(passphrase, ...rest);
    };
  }
}

/** Moves aside what a test removes of the data it made, instead of losing it before the scan. */
function keepRemoved() {
  const isOwn = (full) => /^(?:sg|spidergate)-/.test(path.relative(os.tmpdir(), full));
  let count = 0;
  /** True when nothing is left to remove. */
  const keep = (target) => {
    const full = path.resolve(String(target));
    if (!isOwn(full)) return false;
    try {
      const stat = fs.lstatSync(full);
      if (!stat.isDirectory() && !stat.isFile()) return false;
      count += 1;
      const kept = place('kept', `${group()}-${process.pid}-${count}-${path.basename(full)}`);
      if (stat.isFile()) fs.linkSync(full, kept);
      else fs.renameSync(full, kept);
      return stat.isDirectory();
    } catch {
      // Gone already, or on another disk: removing it is what the caller wants.
      return false;
    }
  };
  const watched = { rmSync: fs, unlinkSync: fs, rm: fs.promises, unlink: fs.promises };
  for (const [name, owner] of Object.entries(watched)) {
    const original = owner[name];
    owner[name] = (target, ...rest) => {
      if (!keep(target)) return original.call(owner, target, ...rest);
      return owner === fs ? undefined : Promise.resolve();
    };
  }
}

/** SQLite itself deletes a write-ahead log when its database is closed; what is in it until then is copied. */
function keepWriteAheadLogs() {
  const Database = require('better-sqlite3');
  const { close } = Database.prototype;
  let count = 0;
  const copyLog = (file) => {
    const log = `${file}-wal`;
    const isPlanted = fs.existsSync(path.join(path.dirname(file), 'planted-on-purpose'));
    if (isPlanted || !fs.existsSync(log)) return;
    count += 1;
    fs.copyFileSync(
      log,
      place('kept', `${group()}-${process.pid}-${threadId}-${count}-${path.basename(log)}`),
    );
  };
  Database.prototype.close = function closeWatched(...rest) {
    if (this.open) copyLog(this.name);
    return close.apply(this, rest);
  };
}

/** All that the Control API answers, exports and events included. Nothing else listens at a path. */
function watchControl() {
  const { prototype } = http.ServerResponse;
  for (const name of ['write', 'end']) {
    const original = prototype[name];
    prototype[name] = function watched(piece, ...rest) {
      const isControl = typeof this.socket?.server?.address?.() === 'string';
      const isContent = typeof piece === 'string' || piece instanceof Uint8Array;
      if (isControl && isContent) append('control', Buffer.from(piece).toString('utf8'));
      return original.call(this, piece, ...rest);
    };
  }
}

/** What goes from main to the window: answers and events. What the window sends was typed there. */
function watchIpc({ app, ipcMain }) {
  const { handle } = ipcMain;
  ipcMain.handle = (channel, listener) =>
    handle.call(ipcMain, channel, async (...args) => {
      const answer = await listener(...args);
      append('ipc', JSON.stringify({ channel, answer }));
      return answer;
    });
  app.on('web-contents-created', (_event, contents) => {
    const { send } = contents;
    contents.send = (channel, ...args) => {
      append('ipc', JSON.stringify({ channel, args }));
      return send.call(contents, channel, ...args);
    };
  });
}

function watchOutput() {
  for (const stream of [process.stdout, process.stderr]) {
    const { write } = stream;
    stream.write = (piece, ...rest) => {
      append('output', Buffer.from(piece).toString('utf8'));
      return write.call(stream, piece, ...rest);
    };
  }
}

/** Electron's own modules are not there yet while this file is loaded. */
function whenElectronIsThere(use) {
  let electron = null;
  try {
    electron = require('electron');
  } catch {
    // Not yet.
  }
  if (electron?.ipcMain) use(electron);
  else setImmediate(() => whenElectronIsThere(use));
}

if (folder && !isRunner) {
  group();
  watchCrypto();
  watchControl();
  keepWriteAheadLogs();
  if (!isElectron) keepRemoved();
  else if (isMainThread) {
    watchOutput();
    whenElectronIsThere(watchIpc);
  }
  syncBuiltinESMExports();
}
