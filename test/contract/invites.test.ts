import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Invite } from '../../src/shared/domain/invite';
import type { ProviderKey } from '../../src/shared/domain/key';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type Core, startCore } from '../support/core';
import { answerInvite, tokenOf } from '../support/invite-fixtures';

const SECRET = 'fake-key-contributed-0042';
const codeFor = (n: number) => `SGW-ABCDE-FGHJK-MNPQR-STVWX-YZ${String(n).padStart(3, '0')}`;

let core: Core;
let provider: FakeProvider;
let count = 0;
beforeAll(async () => {
  provider = await startFakeProvider();
  core = await startCore();
  await core.control.call('POST', '/providers', {
    id: 'fake',
    name: 'Fake',
    base_url: provider.url,
    models: ['fake-model'],
  });
});
afterAll(async () => {
  await core.close();
  await provider.close();
});

const invite = (change: Record<string, unknown> = {}) =>
  core.control.call<Invite>('POST', '/invites', {
    provider_name: 'fake',
    label: 'from Ada',
    from: 'Grace',
    ...change,
  });
const readInvites = async () => (await core.control.call<{ data: Invite[] }>('GET', '/invites')).data;
const readKeys = async () => (await core.control.call<{ data: ProviderKey[] }>('GET', '/keys')).data;

async function post(url: string, body: unknown) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

async function contribute(link: string) {
  count += 1;
  const code = codeFor(count);
  const reply = await answerInvite(tokenOf(link), `${SECRET}${count}`, code);
  return { code, ...(await post(link, { reply })) };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function untilClosed(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (!(await isListening(port))) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the network listener stayed open');
}

describe('an invite on this computer', () => {
  it('goes from the Control API to a key that answers, and back to nothing by its code', async () => {
    const made = await invite({ message: 'please' });
    expect(made.link).toMatch(new RegExp(`^${core.gatewayUrl}/contribute/sgi1`));
    expect((await fetch(made.link ?? '')).status).toBe(200);
    const sent = await contribute(made.link ?? '');
    expect(sent).toMatchObject({ status: 200, body: { outcome: 'added' } });
    expect(await readKeys()).toMatchObject([{ key_label: 'from Ada' }]);
    expect((await contribute(made.link ?? '')).status).toBe(404);
    expect(await readInvites()).toMatchObject([{ state: 'used', link: null }]);
    const back = await post(`${core.gatewayUrl}/contribute/withdraw`, { code: sent.code });
    expect(back).toMatchObject({ status: 200, body: { outcome: 'withdrawn' } });
    expect(await readKeys()).toEqual([]);
    expect(await readInvites()).toMatchObject([{ state: 'withdrawn' }]);
  });

  it('is a file that says everything, and its reply comes in through the owner', async () => {
    const made = await invite();
    const file = await core.control.send('GET', `/invites/${made.id}/file`);
    expect(file.headers['content-disposition']).toContain('spidergate-invite-fake.html');
    expect(file.text).toContain(tokenOf(made.link));
    const reply = await answerInvite(tokenOf(made.link), `${SECRET}-file`, codeFor(900));
    const taken = await core.control.call('POST', '/invites/reply', { reply });
    expect(taken).toMatchObject({ outcome: 'added', key: { provider_name: 'fake' }, test: { ok: true } });
    expect((await core.control.send('POST', '/invites/reply', { reply })).status).toBe(409);
    await core.control.call('POST', '/invites/reply', { reply: codeFor(900) });
  });

  it('ends when its owner revokes it', async () => {
    const made = await invite();
    expect((await core.control.send('DELETE', `/invites/${made.id}`)).status).toBe(204);
    expect((await fetch(made.link ?? '')).status).toBe(404);
    expect((await core.control.send('GET', `/invites/${made.id}/file`)).status).toBe(409);
    expect((await core.control.send('DELETE', '/invites/none')).status).toBe(404);
  });
});

// Some build machines have nothing but a loopback; then only what needs no address is tested.
const hasNetwork = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.family === 'IPv4' && !address.internal);

describe.runIf(hasNetwork)('an invite that is reachable in the network', () => {
  const openInNetwork = async (change: Record<string, unknown> = {}) => {
    const made = await invite({ in_network: true, ...change });
    const [link] = made.network_links;
    if (link === undefined) throw new Error('no link for the network');
    return { made, link, port: Number(new URL(link).port) };
  };

  it('opens a listener with nothing but its page, which closes when the key is there', async () => {
    const { link, port } = await openInNetwork();
    expect(port).not.toBe(core.port);
    const base = new URL(link).origin;
    expect((await fetch(link)).status).toBe(200);
    for (const path of ['/v1/models', '/v1/health', '/v1/chat/completions', '/', '/v1/invites'])
      expect((await fetch(base + path)).status, path).toBe(404);
    expect((await contribute(link)).body).toMatchObject({ outcome: 'added' });
    await untilClosed(port);
  });

  it('closes when it is revoked, switched off, or when the app ends', async () => {
    const first = await openInNetwork();
    await core.control.call('DELETE', `/invites/${first.made.id}`);
    await untilClosed(first.port);
    const second = await openInNetwork();
    await core.control.call('PATCH', `/invites/${second.made.id}`, { in_network: false });
    await untilClosed(second.port);
    expect((await fetch(second.made.link ?? '')).status).toBe(200);
  });

  it('shows no other invite, and stays open for as long as one wants it', async () => {
    const { made, link, port } = await openInNetwork();
    const other = await openInNetwork();
    const local = await invite();
    expect(other.port).toBe(port);
    expect((await fetch(link.replace(tokenOf(link), tokenOf(local.link)))).status).toBe(404);
    await core.control.call('DELETE', `/invites/${made.id}`);
    expect(await isListening(port)).toBe(true);
    await core.control.call('DELETE', `/invites/${other.made.id}`);
    await untilClosed(port);
  });

  it('stops strangers who try addresses out, while the invite itself still works', async () => {
    const { made, link, port } = await openInNetwork();
    const base = new URL(link).origin;
    const statuses = new Map<number, number>();
    for (let guess = 0; guess < 200; guess += 1) {
      const { status } = await fetch(`${base}/contribute/sgi1${randomBytes(150).toString('base64url')}`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(statuses.get(404)).toBe(120);
    expect(statuses.get(429)).toBe(80);
    // Neither the page on this computer nor an answer that is on its way.
    expect((await fetch(made.link ?? '')).status).toBe(200);
    expect((await contribute(link)).body).toMatchObject({ outcome: 'added' });
    await untilClosed(port);
  });

  it('answers to its address alone, so that no page can come by another name', async () => {
    const { made, port } = await openInNetwork();
    const ask = (host: string) =>
      new Promise<string>((resolve) => {
        const socket = connect({ port, host: '127.0.0.1' }, () => {
          socket.write(`GET /contribute/withdraw HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
        });
        let text = '';
        socket.on('data', (piece) => {
          text += String(piece);
        });
        socket.on('close', () => resolve(text.slice(9, 12)));
      });
    expect(await ask(`127.0.0.1:${port}`)).toBe('200');
    for (const host of [`rebound.example:${port}`, '127.0.0.1', `localhost:${port}`])
      expect(await ask(host), host).toBe('403');
    await core.control.call('DELETE', `/invites/${made.id}`);
    await untilClosed(port);
  });
});
