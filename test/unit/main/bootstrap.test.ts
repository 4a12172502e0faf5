import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type App, type BootstrapOptions, bootstrap, type ShellParts } from '../../../src/main/bootstrap';
import { findFreePort } from '../../support/free-port';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sg-boot-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function start(options: Partial<BootstrapOptions> & { readonly dataDir: string }) {
  const out: unknown[] = [];
  const complaints: string[] = [];
  const app: App = await bootstrap({
    port: null,
    version: '0.0.0',
    keyWrapping: {
      isAvailable: () => false,
      wrap: () => new Uint8Array(),
      unwrap: () => '',
    },
    passphrase: null,
    sqliteBinding: null,
    localServers: '',
    isSystemOnline: () => true,
    openShell: null,
    announce: (line) => out.push(line),
    complain: (line) => complaints.push(line),
    ...options,
  });
  cleanUps.push(() => app.dispose());
  return { app, out, complaints };
}

function readStatus(
  socketPath: string,
): Promise<{ readonly gateway: { readonly state: string; readonly error: string } }> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path: '/v1/status' }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => resolve(JSON.parse(text)));
    })
      .on('error', reject)
      .end();
  });
}

function occupy(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
    cleanUps.push(() => server.close());
  });
}

test('says once where both interfaces are, when they are', async () => {
  const dataDir = makeFolder();
  const port = await findFreePort();
  const { out, complaints } = await start({ dataDir, port });
  expect(out).toEqual([
    { event: 'listening', gateway: `http://127.0.0.1:${port}`, control: path.join(dataDir, 'control.sock') },
  ]);
  expect(complaints).toEqual([]);
  expect((await fetch(`http://127.0.0.1:${port}/v1/health`)).status).toBe(200);
});

test('a port in use: no other port, no listening line, and the control socket tells why', async () => {
  const dataDir = makeFolder();
  const port = await findFreePort();
  await occupy(port);
  const { app, out, complaints } = await start({ dataDir, port });
  expect(out).toEqual([]);
  expect(complaints.join()).toContain(String(port));
  const { gateway } = await readStatus(app.controlPath);
  expect(gateway).toMatchObject({ state: 'failed', error: expect.stringContaining(String(port)) });
});

test('everything it leaves behind is for its owner only', async () => {
  const dataDir = makeFolder();
  await start({ dataDir, port: await findFreePort() });
  const modes = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).map((name) => {
    const { mode } = statSync(path.join(dataDir, name));
    return [name, mode & 0o077];
  });
  expect(modes.length).toBeGreaterThan(3);
  expect(modes.filter(([, open]) => open !== 0)).toEqual([]);
});

test('a second start in the same folder finds everything closed by the first', async () => {
  const dataDir = makeFolder();
  const port = await findFreePort();
  const first = await start({ dataDir, port });
  await first.app.dispose();
  const second = await start({ dataDir, port });
  expect(second.out).toHaveLength(1);
});

test('a start that fails half-way leaves nothing open', async () => {
  const dataDir = makeFolder();
  const port = await findFreePort();
  const failing = start({
    dataDir,
    port,
    openShell: () => {
      throw new Error('no display');
    },
  });
  await expect(failing).rejects.toThrow('no display');
  const next = await start({ dataDir, port });
  expect(next.out).toHaveLength(1);
});

test('the shell is told the errors of the services, and no others', async () => {
  let parts: ShellParts | null = null;
  await start({
    dataDir: makeFolder(),
    port: await findFreePort(),
    openShell: (given) => {
      parts = given;
      return { dispose: () => undefined };
    },
  });
  const seen: ShellParts | null = parts;
  if (seen === null) throw new Error('the shell was not opened');
  const { services, toApiError } = seen as ShellParts;
  const thrown = catchFrom(() => services.keys.delete('no such key'));
  expect(toApiError(thrown)).toMatchObject({ code: 'not_found' });
  expect(toApiError(new Error('disk full'))).toBeNull();
});

function catchFrom(task: () => void): unknown {
  try {
    task();
    return null;
  } catch (failure) {
    return failure;
  }
}
