import { describe, expect, it } from 'vitest';
import { inviteCreateRequest } from '../../../src/shared/ipc/invites';
import { tokenOf } from '../../support/invite-fixtures';
import { type Sent, send, start } from './gateway-server-fixtures';

const CLICKED = {
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'cross-site',
};
const GONE = '{"kind":"gone"}';

async function open() {
  const server = await start();
  const request = { provider_name: 'groq', label: 'from Ada', from: 'Grace', message: '</script><b>hi</b>' };
  const invite = await server.services.invites.create(inviteCreateRequest.parse(request));
  return { ...server, path: `/contribute/${tokenOf(invite.link)}` };
}

const json = (port: number, extra: Record<string, string> = {}) => ({
  'content-type': 'application/json',
  host: `127.0.0.1:${port}`,
  ...extra,
});
const codeOf = (sent: Sent): unknown => JSON.parse(sent.text).error.code;

describe('the page of an invite', () => {
  it('is kept by nobody, framed by nobody and names nobody it came from', async () => {
    const { port, path } = await open();
    const sent = await send(port, path);
    expect(sent.status).toBe(200);
    expect(sent.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "frame-ancestors 'none'",
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(sent.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('is one and the same for whatever does not work', async () => {
    const { port, path } = await open();
    for (const wrong of ['/contribute/x', `${path.slice(0, -2)}AA`, `/contribute/${'A'.repeat(590)}`]) {
      const sent = await send(port, wrong);
      expect([sent.status, sent.text]).toEqual([404, GONE]);
    }
  });

  it('opens from a link in another page, but is no part of one', async () => {
    const { port, path } = await open();
    expect((await send(port, path, { headers: CLICKED })).status).toBe(200);
    for (const dest of ['iframe', 'script', 'image', 'empty']) {
      const sent = await send(port, path, { headers: { ...CLICKED, 'sec-fetch-dest': dest } });
      expect([sent.status, codeOf(sent)], dest).toEqual([403, 'origin_not_allowed']);
    }
    // The same link to anything else stays refused.
    expect((await send(port, '/v1/models', { headers: CLICKED })).status).toBe(403);
    expect((await send(port, '/contributes/x', { headers: CLICKED })).status).toBe(403);
    expect((await send(port, '/v1/../contribute/x', { headers: CLICKED })).status).toBe(403);
  });
});

describe('what a page may send', () => {
  it('comes from our own address only', async () => {
    const { port, path } = await open();
    const body = JSON.stringify({ reply: 'sgr1AAAA' });
    const post = (origin: string, to = path) =>
      send(port, to, { method: 'POST', headers: json(port, { origin }), body });
    expect(codeOf(await post(`http://127.0.0.1:${port}`))).toBe('invalid_request_error');
    for (const origin of [
      `http://localhost:${port}`,
      `https://127.0.0.1:${port}`,
      'http://127.0.0.1',
      'null',
      'https://evil.example',
    ])
      expect(codeOf(await post(origin)), origin).toBe('origin_not_allowed');
    // Our own address opens nothing but this door.
    expect(codeOf(await post(`http://127.0.0.1:${port}`, '/v1/chat/completions'))).toBe('origin_not_allowed');
  });

  it('is small, is JSON and is a reply', async () => {
    const { port, path, services } = await open();
    const post = (body: string, headers = json(port)) => send(port, path, { method: 'POST', headers, body });
    expect((await post(JSON.stringify({ reply: 'x'.repeat(40_000) }))).status).toBe(413);
    expect((await post('{', json(port))).status).toBe(400);
    expect(
      (await post('reply=x', json(port, { 'content-type': 'application/x-www-form-urlencoded' }))).status,
    ).toBe(415);
    expect((await post(JSON.stringify({ reply: 'x', more: 1 }))).status).toBe(400);
    expect((await post(JSON.stringify({ reply: 'x'.repeat(20_000) }))).status).toBe(400);
    expect((await send(port, path, { method: 'DELETE' })).status).toBe(405);
    expect(services.keys.list()).toEqual([]);
  });

  it('is taken thirty times a minute, guesses of codes included, while everything else goes on', async () => {
    const { port, path } = await open();
    const body = JSON.stringify({ code: 'SGW-AAAAA-AAAAA-AAAAA-AAAAA-AAAAA' });
    const guess = () => send(port, '/contribute/withdraw', { method: 'POST', headers: json(port), body });
    const statuses: number[] = [];
    for (let count = 0; count < 40; count += 1) statuses.push((await guess()).status);
    expect(statuses).toEqual([
      ...Array.from({ length: 30 }, () => 404),
      ...Array.from({ length: 10 }, () => 429),
    ]);
    const sent = await send(port, path, { method: 'POST', headers: json(port), body: '{"reply":"sgr1"}' });
    expect([sent.status, Number(sent.headers['retry-after'])]).toEqual([429, expect.any(Number)]);
    expect((await send(port, path)).status).toBe(200);
    expect((await send(port, '/v1/health')).status).toBe(200);
  });
});
