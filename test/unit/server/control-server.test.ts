import { execFile } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startControlServer } from '../../../src/main/server/control-server';
import { type ControlEvent, createControlClient } from '../../support/control-client';
import { silentLog } from '../../support/fake-gateway';
import { createServiceWorld, type ServiceWorldOptions } from '../../support/service-world';

const run = promisify(execFile);

function makeDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'sg-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

async function start(socketPath = join(makeDirectory(), 'control.sock'), options: ServiceWorldOptions = {}) {
  const world = await createServiceWorld(options);
  const server = await startControlServer({ services: world.services, socketPath, log: silentLog });
  onTestFinished(() => server.close());
  return { ...world, server, control: createControlClient(socketPath) };
}

const OTHER_USER = 65_534;

/** What happens to a process of that user which tries to connect. */
async function connectAs(uid: number, socketPath: string): Promise<string> {
  const script = `require('node:net').connect(process.argv[1])
    .on('connect', () => { console.log('connected'); process.exit(); })
    .on('error', (error) => console.log(error.code));`;
  const { stdout } = await run(process.execPath, ['-e', script, socketPath], { uid, gid: uid, cwd: '/' });
  return stdout.trim();
}

const SECRET = 'gsk_abcdefghijklmnopqrstuvwxyz';

describe('the socket', () => {
  it('and its directory are for their owner only', async () => {
    const directory = join(makeDirectory(), 'new', 'data');
    await start(join(directory, 'control.sock'));
    expect(statSync(join(directory, 'control.sock')).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('closes a directory that was open', async () => {
    const directory = join(makeDirectory(), 'data');
    mkdirSync(directory);
    chmodSync(directory, 0o755);
    await start(join(directory, 'control.sock'));
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it.skipIf(process.getuid?.() !== 0)(
    'refuses another user of this computer, behind a closed directory and an open one (needs root to become one)',
    async () => {
      const home = makeDirectory();
      chmodSync(home, 0o755);
      const closed = join(home, 'data', 'control.sock');
      await start(closed);
      expect(await connectAs(0, closed)).toBe('connected');
      expect(await connectAs(OTHER_USER, closed)).toBe('EACCES');
      chmodSync(closed, 0o666);
      expect(await connectAs(OTHER_USER, closed), 'by the directory alone').toBe('EACCES');
      // As with a data dir right in /tmp, which is not ours to close.
      const shared = makeDirectory();
      chmodSync(shared, 0o1777);
      const open = join(shared, 'control.sock');
      await start(open);
      expect(statSync(shared).mode & 0o7777).toBe(0o1777);
      expect(await connectAs(OTHER_USER, open), 'by the socket alone').toBe('EACCES');
      chmodSync(open, 0o666);
      expect(await connectAs(OTHER_USER, open), 'this test could tell').toBe('connected');
    },
  );

  it('is gone after closing, and a stale one is replaced', async () => {
    const path = join(makeDirectory(), 'control.sock');
    const { server } = await start(path);
    await server.close();
    expect(existsSync(path)).toBe(false);
    const dead = createServer().listen(path);
    await once(dead, 'listening');
    // Closing would remove the file; a killed process leaves it.
    chmodSync(path, 0o600);
    const copy = `${path}.kept`;
    linkSync(path, copy);
    dead.close();
    await once(dead, 'close');
    renameSync(copy, path);
    const { control } = await start(path);
    expect((await control.send('GET', '/status')).status).toBe(200);
  });

  it('is not taken from another that answers, nor put in the place of a file', async () => {
    const path = join(makeDirectory(), 'control.sock');
    const first = await start(path);
    await expect(start(path)).rejects.toThrow('Another SpiderGate');
    expect((await first.control.send('GET', '/status')).status).toBe(200);
    const file = join(makeDirectory(), 'control.sock');
    writeFileSync(file, 'precious');
    await expect(start(file)).rejects.toThrow('no socket');
    expect(existsSync(file)).toBe(true);
  });

  it('says what is wrong with a path that is too long', async () => {
    await expect(start(join(makeDirectory(), 'x'.repeat(120)))).rejects.toThrow('shorter data directory');
  });

  it('closes although somebody listens to events', async () => {
    const { server, control } = await start();
    await control.listen(() => {});
    const started = performance.now();
    await server.close();
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('every resource', () => {
  it('keys: made, listed, changed, tested, deleted, never shown', async () => {
    const { control } = await start();
    const made = await control.send('POST', '/keys', { provider_name: 'groq', api_key: SECRET });
    expect(made.status).toBe(201);
    const { id, masked } = JSON.parse(made.text);
    expect(masked).toMatch(/^gsk_…/);
    const changed = await control.send('PATCH', `/keys/${id}`, { enabled: false });
    expect(JSON.parse(changed.text).enabled).toBe(false);
    expect(JSON.parse((await control.send('POST', `/keys/${id}/test`)).text)).toMatchObject({
      ok: false,
      error_code: 'unreachable',
    });
    expect((await control.send('POST', `/keys/${id}/reset-health`)).status).toBe(200);
    const listed = await control.send('GET', '/keys');
    expect(JSON.parse(listed.text)).toMatchObject({ data: [{ id }], next_cursor: null });
    const deleted = await control.send('DELETE', `/keys/${id}`);
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    expect((await control.send('DELETE', `/keys/${id}`)).status).toBe(404);
    for (const answer of [made, changed, listed]) expect(answer.text).not.toContain(SECRET);
  });

  it('providers, workspaces, tokens', async () => {
    const { control } = await start();
    const provider = {
      id: 'mine',
      name: 'Mine',
      base_url: 'http://127.0.0.1:9/v1',
      models: ['a', { id: 'b' }],
    };
    expect((await control.send('POST', '/providers', provider)).status).toBe(201);
    expect((await control.send('POST', '/providers', provider)).status).toBe(409);
    expect(
      JSON.parse((await control.send('PATCH', '/providers/mine', { enabled: false })).text).enabled,
    ).toBe(false);
    expect((await control.send('DELETE', '/providers/mine')).status).toBe(204);
    expect((await control.send('DELETE', '/providers/groq')).status).toBe(400);
    const workspace = JSON.parse((await control.send('POST', '/workspaces', { name: 'brand' })).text);
    expect(workspace.credential).toMatch(/^cli_\w+:key_\w+:secret_\w+$/);
    const token = JSON.parse(
      (await control.send('POST', '/agent-tokens', { name: 'x', workspace_id: workspace.id })).text,
    );
    expect(token.token).toMatch(/^spideriq_pat_\w{32}$/);
    const lists = await Promise.all(
      ['/workspaces', '/agent-tokens'].map((path) => control.send('GET', path)),
    );
    for (const { text } of lists) expect(text).not.toMatch(/secret_|spideriq_pat_\w/);
    expect((await control.send('PATCH', `/agent-tokens/${token.id}`, { name: 'y' })).status).toBe(200);
    expect((await control.send('DELETE', `/agent-tokens/${token.id}`)).status).toBe(204);
  });

  it('aliases, by an id with a slash, encoded or not, and a long one', async () => {
    const { control } = await start();
    const body = { slots: [{ provider: 'groq', model: 'm' }] };
    const long = `my/${'a'.repeat(63)}`;
    for (const path of ['my%2Freview', 'my/plain', encodeURIComponent(long)]) {
      expect((await control.send('PUT', `/aliases/${path}`, body)).status).toBe(200);
    }
    const listed = JSON.parse((await control.send('GET', '/aliases')).text).data.map(
      ({ id }: { id: string }) => id,
    );
    expect(listed).toEqual(expect.arrayContaining(['my/review', 'my/plain', long, 'spideriq/coding']));
    expect((await control.send('DELETE', '/aliases/my%2Freview')).status).toBe(204);
    expect((await control.send('DELETE', '/aliases/my%2Freview')).status).toBe(404);
  });

  it('status, pause and resume, with any kind of empty body', async () => {
    const { control, gate } = await start();
    for (const headers of [{}, { 'content-type': 'application/json' }]) {
      const paused = await control.send('POST', '/pause', undefined, headers);
      expect(JSON.parse(paused.text).gateway.state).toBe('paused');
      expect(gate.isPaused()).toBe(true);
      await control.send('POST', '/resume', undefined, headers);
      expect(gate.isPaused()).toBe(false);
    }
  });

  it('origins: allowed, listed, taken off, and told about when they are refused', async () => {
    const { control, originGate } = await start();
    const heard: ControlEvent[] = [];
    const { stop } = await control.listen((event) => heard.push(event));
    const origin = 'http://localhost:3000';
    expect(originGate.admits(origin)).toBe(false);
    await expect
      .poll(() => heard)
      .toEqual([{ type: 'origin_refused', data: { type: 'origin_refused', origin, count: 1 } }]);
    stop();
    const allowed = await control.send('PUT', '/origins', { origin, allowed: true });
    const entry = { origin, state: 'allowed', count: 1, last_seen: expect.stringMatching(/Z$/) };
    expect(JSON.parse(allowed.text)).toEqual({ data: [entry], next_cursor: null });
    expect(JSON.parse((await control.send('GET', '/origins')).text).data).toEqual([entry]);
    expect(originGate.admits(origin)).toBe(true);
    const gone = await control.send('PUT', '/origins', { origin, allowed: false });
    expect(JSON.parse(gone.text).data).toEqual([]);
  });

  it('the request log, by a strict query', async () => {
    const { control } = await start();
    expect(JSON.parse((await control.send('GET', '/requests?limit=5&status=ok')).text)).toEqual({
      data: [],
      next_cursor: null,
    });
    expect((await control.send('GET', '/requests/nobody')).status).toBe(404);
    const wrong = await control.send('GET', '/requests?limit=many');
    expect(JSON.parse(wrong.text).error.param).toBe('limit');
  });

  it('unlocks the vault', async () => {
    const { control } = await start(undefined, { keychain: false });
    const refused = await control.send('POST', '/keys', { provider_name: 'groq', api_key: SECRET });
    expect([refused.status, JSON.parse(refused.text).error.code]).toEqual([503, 'vault_locked']);
    const unlocked = await control.send('POST', '/vault/unlock', { passphrase: 'correct horse' });
    expect(JSON.parse(unlocked.text).vault.state).toBe('unlocked');
  });
});

describe('bad input names what is wrong and changes nothing', () => {
  it.each<[string, string, unknown, string | null]>([
    ['POST', '/keys', {}, 'provider_name'],
    ['POST', '/keys', { provider_name: 'groq' }, 'api_key'],
    ['POST', '/keys', { provider_name: 'groq', api_key: SECRET, colour: 'red' }, 'colour'],
    ['POST', '/keys', { provider_name: 'groq', api_key: 'with blanks gsk_secret' }, 'api_key'],
    ['POST', '/keys', { provider_name: 5, api_key: SECRET }, 'provider_name'],
    ['POST', '/keys', [], null],
    ['POST', '/keys', undefined, null],
    ['POST', '/providers', { id: 'Mine', name: 'x', base_url: 'http://x' }, 'id'],
    ['POST', '/providers', { id: 'mine', name: 'x', base_url: 'file:///etc' }, 'base_url'],
    ['PUT', '/aliases/my%2Freview', { slots: [] }, 'slots'],
    ['PUT', '/aliases/my%2Freview', { slots: [{ provider: 'groq' }] }, 'slots.0.model'],
    ['PUT', '/aliases/plain', { slots: [{ provider: 'groq', model: 'm' }] }, 'id'],
    ['POST', '/agent-tokens', { name: 'x', scopes: ['everything'] }, 'scopes.0'],
    ['POST', '/agent-tokens', { name: 'x', expires_at: 'soon' }, 'expires_at'],
    ['PATCH', '/providers/groq', { enabled: 'yes' }, 'enabled'],
    ['POST', '/vault/unlock', { passphrase: '' }, 'passphrase'],
    ['POST', '/vault/passphrase', { current_passphrase: 'a', new_passphrase: 'short' }, 'new_passphrase'],
    [
      'POST',
      '/vault/passphrase',
      { current_passphrase: 'a', new_passphrase: 'aaaaaaaaaaaa' },
      'new_passphrase',
    ],
    ['POST', '/vault/protection', { protection: 'none', passphrase: 'long enough' }, 'protection'],
    ['POST', '/vault/protection', { protection: 'passphrase', passphrase: 'short' }, 'passphrase'],
    ['POST', '/vault/rekey', { passphrase: 7 }, 'passphrase'],
    ['POST', '/workspaces', { name: 'a/b' }, 'name'],
    ['PUT', '/origins', { origin: 'null', allowed: true }, 'origin'],
    ['PUT', '/origins', { origin: '*', allowed: true }, 'origin'],
    ['PUT', '/origins', { origin: 'https://*.example', allowed: true }, 'origin'],
    ['PUT', '/origins', { origin: 'http://localhost:3000/', allowed: true }, 'origin'],
    ['PUT', '/origins', { origin: 'http://Localhost:3000', allowed: true }, 'origin'],
    ['PUT', '/origins', { origin: 'http://a.example:80', allowed: true }, 'origin'],
    ['PUT', '/origins', { origin: 'http://user@a.example', allowed: true }, 'origin'],
    ['PUT', '/origins', { origin: 'http://localhost:3000' }, 'allowed'],
  ])('%s %s %j', async (method, path, body, param) => {
    const { control, events } = await start();
    const answer = await control.send(method, path, body);
    expect(answer.status).toBe(400);
    const { error } = JSON.parse(answer.text);
    expect([error.code, error.param]).toEqual(['invalid_request_error', param]);
    expect(error.message).toMatch(/^\S.*\.$/);
    expect(answer.text).not.toMatch(/gsk_/);
    expect(answer.headers['x-request-id']).toBeTruthy();
    expect(events).toEqual([]);
  });

  it('also when it is no JSON', async () => {
    const { control } = await start();
    const answer = await control.send('POST', '/keys', `{"api_key":"${SECRET}"`);
    expect(JSON.parse(answer.text).error.code).toBe('invalid_json');
    expect(answer.text).not.toContain(SECRET);
  });

  it('and a path or method that is not there', async () => {
    const { control } = await start();
    expect((await control.send('GET', '/nowhere')).status).toBe(404);
    const wrong = await control.send('PUT', '/keys', {});
    expect([wrong.status, wrong.headers.allow]).toEqual([405, expect.stringContaining('POST')]);
  });
});

describe('events', () => {
  it('tells facts as they happen, and stops when nobody listens', async () => {
    const { control, services } = await start();
    const heard: ControlEvent[] = [];
    const { stop } = await control.listen((event) => heard.push(event));
    services.status.pause();
    services.providers.update('groq', { enabled: false });
    await expect.poll(() => heard.map(({ type }) => type)).toEqual(['status', 'provider', 'status']);
    expect(heard[1]?.data).toMatchObject({ type: 'provider', provider: { id: 'groq', enabled: false } });
    stop();
  });
});
