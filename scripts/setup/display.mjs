import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dieWithParent } from './die-with-parent.mjs';
import { SetupError } from './say.mjs';

const startMs = 15_000;

export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * Starts an X server without a screen. The server picks a free number itself, so parallel starts cannot collide,
 * and asks for a cookie, so other users of the machine cannot look at the window.
 * @returns {Promise<{env: Record<string, string>, close: () => void}>}
 */
export async function openVirtualDisplay() {
  const dir = mkdtempSync(path.join(tmpdir(), 'spidergate-display-'));
  const authFile = path.join(dir, 'Xauthority');
  writeFileSync(authFile, xauthorityEntry(), { mode: 0o600 });
  const options = [
    '-displayfd',
    '3',
    '-auth',
    authFile,
    '-screen',
    '0',
    '1440x900x24',
    '-nolisten',
    'tcp',
    '-noreset',
  ];
  const [command, ...args] = dieWithParent('Xvfb', options);
  // A group of its own: Ctrl-C in the terminal must reach the app first and the display last.
  const server = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true });
  const close = () => {
    server.kill('SIGTERM');
    rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', close);
  try {
    const number = await readDisplayNumber(server);
    server.unref();
    for (const stream of [server.stderr, server.stdio[3]]) stream.destroy();
    return { env: { DISPLAY: `:${number}`, XAUTHORITY: authFile }, close };
  } catch (error) {
    close();
    throw error;
  }
}

function readDisplayNumber(server) {
  return new Promise((resolve, reject) => {
    const fail = (reason) => reject(new SetupError(`The virtual display (Xvfb) did not start: ${reason}`));
    const timer = setTimeout(() => fail('no answer in 15 s'), startMs);
    let complaint = '';
    let answer = '';
    server.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    server.stdio[3].on('data', (chunk) => {
      answer += chunk;
      if (!answer.includes('\n')) return;
      clearTimeout(timer);
      resolve(answer.trim());
    });
    server.on('error', (error) =>
      fail(`${error.message}. Install Xvfb (Debian package xvfb), or set DISPLAY.`),
    );
    server.on('exit', (code) => {
      clearTimeout(timer);
      fail(complaint.trim() || `it ended with code ${code}`);
    });
  });
}

/** One entry of an Xauthority file (libXau, Xauth.h): family "wild", no address, any display number, a random cookie. */
function xauthorityEntry() {
  const field = (bytes) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const family = Buffer.from([0xff, 0xff]);
  const empty = field(Buffer.alloc(0));
  return Buffer.concat([
    family,
    empty,
    empty,
    field(Buffer.from('MIT-MAGIC-COOKIE-1')),
    field(randomBytes(16)),
  ]);
}
