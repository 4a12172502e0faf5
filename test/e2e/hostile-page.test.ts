import { expect, type Page, type Response, test } from '@playwright/test';
import type { OriginEntry } from '../../src/shared/domain/origin';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { AMBIGUOUS_REQUESTS, postRaw, sendRaw } from '../support/ambiguous-requests';
import { type RunningApp, startApp } from '../support/app';
import { ALIAS, connectProvider } from './connect-provider';
import { type ForeignBrowser, openForeignBrowser, type Site, startSite } from './foreign-browser';

const HTML = '<!doctype html><title>a page</title><body><iframe name="target"></iframe></body>';

let app: RunningApp;
let provider: FakeProvider;
let browser: ForeignBrowser;
let site: Site;
let token: string;
let answers: Response[] = [];
test.beforeAll(async () => {
  provider = await startFakeProvider();
  app = await startApp();
  // The worst case: the page even knows a token.
  token = await connectProvider(app.control, provider);
  site = await startSite(HTML);
  browser = await openForeignBrowser();
  browser.page.on('response', (response) => {
    if (new URL(response.url()).port === String(app.port)) answers.push(response);
  });
});
test.afterAll(async () => {
  await browser.close();
  site.close();
  await app.close();
  await provider.close();
});
test.beforeEach(() => {
  answers = [];
});

const chatUrl = () => `${app.gatewayUrl}/v1/chat/completions`;
const chatBody = JSON.stringify({ model: ALIAS, messages: [{ role: 'user', content: 'hello' }] });

/** Nothing got through: no provider was called, nothing logged, and what the browser was told was a refusal. */
async function expectNothingAccepted(): Promise<void> {
  expect(provider.chats()).toEqual([]);
  expect((await app.control.call<{ data: unknown[] }>('GET', '/requests')).data).toEqual([]);
  const accepted = answers.filter((response) => response.status() !== 403);
  expect(accepted.map((response) => `${response.status()} ${response.url()}`)).toEqual([]);
  for (const response of answers)
    expect(Object.keys(response.headers()).filter((name) => name.startsWith('access-control'))).toEqual([]);
}

async function readOrigins(): Promise<readonly OriginEntry[]> {
  return (await app.control.call<{ data: OriginEntry[] }>('GET', '/origins')).data;
}

/** Each attempt gives what the page got to know. */
function attack(page: Page): Promise<Record<string, string>> {
  return page.evaluate(
    async ({ base, chat, body, secret }) => {
      const outcome: Record<string, string> = {};
      const attempt = async (name: string, work: () => Promise<unknown>) => {
        outcome[name] = await work().then(
          (value) => String(value),
          () => 'blocked',
        );
      };
      const look = async (answer: Promise<globalThis.Response>) => {
        const { type, status } = await answer;
        return type === 'opaque' ? 'opaque' : `read ${status}`;
      };
      const json = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
      await attempt('simple post', () => look(fetch(chat, { method: 'POST', body })));
      await attempt('text post without cors', () =>
        look(fetch(chat, { method: 'POST', body, mode: 'no-cors', credentials: 'include' })),
      );
      await attempt('json with token', () => look(fetch(chat, { method: 'POST', headers: json, body })));
      await attempt('api key header', () =>
        look(fetch(`${base}/v1/models`, { headers: { 'x-api-key': secret } })),
      );
      await attempt('plain get', () => look(fetch(`${base}/v1/models`)));
      await attempt('get with credentials', () =>
        look(fetch(`${base}/v1/models`, { credentials: 'include' })),
      );
      await attempt('get without cors', () => look(fetch(`${base}/v1/models`, { mode: 'no-cors' })));
      await attempt('other method', () => look(fetch(`${base}/v1/models`, { method: 'DELETE' })));
      await attempt('unknown path', () => look(fetch(`${base}/nowhere`)));
      await attempt('keepalive', () => look(fetch(chat, { method: 'POST', body, keepalive: true })));
      await attempt('worker', () => {
        const code = `fetch(${JSON.stringify(`${base}/v1/models`)}).then((r) => postMessage('read ' + r.status), () => postMessage('blocked'))`;
        const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
        return new Promise((resolve) => {
          worker.onmessage = ({ data }) => resolve(data);
        });
      });
      await attempt('beacon', async () => {
        navigator.sendBeacon(chat, new Blob([body], { type: 'text/plain' }));
        navigator.sendBeacon(chat, new Blob([body], { type: 'application/json' }));
        return 'sent';
      });
      const load = (element: HTMLElement) =>
        new Promise((resolve) => {
          element.onload = () => resolve('loaded');
          element.onerror = () => resolve('blocked');
          document.body.append(element);
        });
      await attempt('image', () => load(Object.assign(new Image(), { src: `${base}/v1/models` })));
      await attempt('script', () =>
        load(Object.assign(document.createElement('script'), { src: `${base}/v1/aliases` })),
      );
      await attempt('style', () =>
        load(
          Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${base}/v1/providers` }),
        ),
      );
      await attempt('event source', () => {
        const source = new EventSource(`${base}/v1/models`);
        return new Promise((resolve) => {
          source.onopen = () => resolve('opened');
          source.onerror = () => resolve('blocked');
        }).finally(() => source.close());
      });
      await attempt('web socket', () => {
        const socket = new WebSocket(`${base.replace('http', 'ws')}/v1/chat/completions`);
        return new Promise((resolve) => {
          socket.onopen = () => resolve('opened');
          socket.onerror = () => resolve('blocked');
        });
      });
      const submit = (method: string, enctype: string) => {
        const form = document.createElement('form');
        Object.assign(form, { method, enctype, action: chat, target: 'target' });
        form.append(Object.assign(document.createElement('input'), { name: body.slice(0, -1), value: '}' }));
        document.body.append(form);
        const frame = document.querySelector('iframe');
        return new Promise((resolve) => {
          frame?.addEventListener('load', () => resolve('sent'), { once: true });
          form.submit();
        });
      };
      await attempt('form as text', () => submit('post', 'text/plain'));
      await attempt('form', () => submit('post', 'application/x-www-form-urlencoded'));
      await attempt('multipart form', () => submit('post', 'multipart/form-data'));
      await attempt('form get', () => submit('get', 'application/x-www-form-urlencoded'));
      return outcome;
    },
    { base: app.gatewayUrl, chat: chatUrl(), body: chatBody, secret: token },
  );
}

const UNREADABLE = /^(?:blocked|opaque|sent)$/;

for (const name of ['evil.example', 'localhost'] as const) {
  test(`a page from ${name} gets nothing, whatever it sends`, async () => {
    const origin = `http://${name}:${site.port}`;
    await browser.page.goto(`${origin}/`);
    const outcome = await attack(browser.page);
    expect(Object.keys(outcome)).toHaveLength(21);
    for (const [attempt, seen] of Object.entries(outcome)) expect(seen, attempt).toMatch(UNREADABLE);
    // The browser reports these even though the page may not see them: image, script, style and four forms.
    await expect.poll(() => answers.length).toBeGreaterThanOrEqual(7);
    await expectNothingAccepted();
    // The others did arrive too, and the person is told.
    const entry = (await readOrigins()).find((other) => other.origin === origin);
    expect(entry).toMatchObject({ origin, state: 'refused' });
    expect(entry?.count).toBeGreaterThanOrEqual(12);
  });
}

test('a sandboxed frame has the origin "null", which cannot be allowed', async () => {
  await browser.page.goto(`http://evil.example:${site.port}/`);
  const seen = await browser.page.evaluate(async (base) => {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.srcdoc = `<script>fetch('${base}/v1/models').then((r) => 'read ' + r.status, () => 'blocked').then((t) => parent.postMessage(t, '*'))</script>`;
    document.body.append(frame);
    return new Promise((resolve) => {
      globalThis.addEventListener('message', ({ data }) => resolve(data), { once: true });
    });
  }, app.gatewayUrl);
  expect(seen).toBe('blocked');
  await expectNothingAccepted();
  expect((await readOrigins()).map(({ origin }) => origin)).toContain('null');
  expect((await app.control.send('PUT', '/origins', { origin: 'null', allowed: true })).status).toBe(400);
});

test('a page whose name was rebound to this computer gets nothing', async () => {
  const { page } = browser;
  const rebound = `http://rebound.example:${app.port}`;
  // As if the page had been loaded before its name was changed: only this one answer does not come from the network.
  await page.route(`${rebound}/page`, (route) => route.fulfill({ contentType: 'text/html', body: HTML }));
  await page.goto(`${rebound}/page`);
  await page.unroute(`${rebound}/page`);
  answers = [];
  const seen = await page.evaluate(
    async ({ body, secret }) => {
      const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
      const statuses = [];
      for (const [path, request] of [
        ['/v1/models', {}],
        ['/v1/health', {}],
        ['/nowhere', {}],
        ['/v1/chat/completions', { method: 'POST', headers, body }],
      ] as const) {
        const answer = await fetch(path, request);
        statuses.push(`${answer.status} ${JSON.parse(await answer.text()).error.code}`);
      }
      return statuses;
    },
    { body: chatBody, secret: token },
  );
  // It reads its own origin's answers; there is nothing in them.
  expect(seen).toEqual(Array.from({ length: 4 }, () => '403 host_not_allowed'));
  await expectNothingAccepted();
  // Allowing the name changes nothing: the Host is still not ours.
  await app.control.call('PUT', '/origins', { origin: rebound, allowed: true });
  expect(await page.evaluate(async () => (await fetch('/v1/models')).status)).toBe(403);
  await app.control.call('PUT', '/origins', { origin: rebound, allowed: false });
});

test('a link or an address that a page opens gets a refusal, one that a person types an answer', async () => {
  const { page } = browser;
  await page.goto(`http://evil.example:${site.port}/`);
  const [opened] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/v1/models')),
    page.evaluate((url) => {
      globalThis.location.href = url;
    }, `${app.gatewayUrl}/v1/models`),
  ]);
  expect(opened.status()).toBe(403);
  await page.waitForURL('**/v1/models');
  await page.goto('about:blank');
  expect((await page.goto(`${app.gatewayUrl}/v1/health`))?.status()).toBe(200);
});

test('an app that was allowed works, alone, until it is taken off', async () => {
  const { page } = browser;
  const origin = `http://localhost:${site.port}`;
  await page.goto(`${origin}/`);
  const ask = () =>
    page.evaluate(
      async ({ chat, body, secret }) => {
        const headers = {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/json',
          'x-stainless-os': 'Browser',
        };
        const answer = await fetch(chat, { method: 'POST', headers, body }).catch(() => null);
        if (answer === null) return null;
        const text = await answer.text();
        return {
          status: answer.status,
          id: answer.headers.get('x-request-id'),
          isWhole: text.includes('[DONE]'),
        };
      },
      { chat: chatUrl(), body: JSON.stringify({ ...JSON.parse(chatBody), stream: true }), secret: token },
    );
  expect(await ask()).toBeNull();
  await app.control.call('PUT', '/origins', { origin, allowed: true });
  expect(await ask()).toEqual({ status: 200, id: expect.any(String), isWhole: true });
  await page.goto(`http://evil.example:${site.port}/`);
  expect(await ask()).toBeNull();
  await page.goto(`${origin}/`);
  await app.control.call('PUT', '/origins', { origin, allowed: false });
  expect(await ask()).toBeNull();
  expect(provider.chats()).toHaveLength(1);
});

test('the parser of this runtime, too, refuses what could be read in two ways', async () => {
  for (const [name, lines, body] of AMBIGUOUS_REQUESTS) {
    const answer = await sendRaw(app.port, postRaw(app.port, lines, body));
    expect(answer.match(/HTTP\/1\.1 \d+/g), name).toEqual(['HTTP/1.1 400']);
  }
});
