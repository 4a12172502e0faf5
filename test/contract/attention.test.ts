import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AttentionItem } from '../../src/shared/domain/attention';
import type { Overview } from '../../src/shared/domain/overview';
import { ALIAS, chat, connectProvider } from '../e2e/connect-provider';
import { always, answer, failWith } from '../faults/behaviours';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type Core, startCore } from '../support/core';

let dataDir: string;
let core: Core;
let good: FakeProvider;
let bad: FakeProvider;

beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'sg-'));
  [core, good, bad] = await Promise.all([startCore({ dataDir }), startFakeProvider(), startFakeProvider()]);
});
afterEach(async () => {
  await core.close();
  await Promise.all([good.close(), bad.close()]);
  rmSync(dataDir, { recursive: true, force: true });
});

const readAttention = async () =>
  (await core.control.call<{ data: readonly AttentionItem[] }>('GET', '/attention')).data;

it('names a refused key and the alias it leaves with one candidate, and takes both back once it is reset', async () => {
  const token = await connectProvider(core.control, good, 'office');
  await connectProvider(core.control, bad, 'lab');
  const slots = ['lab', 'office'].map((provider) => ({ provider, model: 'fake-model' }));
  await core.control.call('PUT', `/aliases/${encodeURIComponent(ALIAS)}`, { slots });
  bad.script('*', [always(failWith(401, { message: 'no', type: 'invalid_request_error' }))]);
  good.script('*', [always(answer())]);
  expect(await readAttention()).toEqual([]);
  expect((await chat(core.gatewayUrl, token)).status).toBe(200);
  await expect.poll(readAttention).toMatchObject([
    { kind: 'key_failing', provider: 'lab', code: 'unauthorized', severity: 'bad' },
    { kind: 'alias_thin', alias: ALIAS, left: 1, provider: 'office', severity: 'warn' },
  ]);
  const [failing] = await readAttention();
  if (failing?.kind !== 'key_failing') throw new Error('expected the key first');
  await core.control.call('POST', `/keys/${failing.key_id}/reset-health`);
  await expect.poll(readAttention).toEqual([]);
});

it('knows after a restart which aliases are in use, before anybody asks for them again', async () => {
  const token = await connectProvider(core.control, good, 'office');
  await connectProvider(core.control, bad, 'lab');
  const slots = ['lab', 'office'].map((provider) => ({ provider, model: 'fake-model' }));
  await core.control.call('PUT', `/aliases/${encodeURIComponent(ALIAS)}`, { slots });
  for (const provider of [good, bad]) provider.script('*', [always(answer())]);
  expect((await chat(core.gatewayUrl, token)).status).toBe(200);
  bad.script('*', [always(failWith(401, { message: 'no', type: 'invalid_request_error' }))]);
  await (await chat(core.gatewayUrl, token)).text();
  const thin = { kind: 'alias_thin', alias: ALIAS, left: 1 };
  await expect.poll(readAttention).toContainEqual(expect.objectContaining(thin));
  await core.close();
  core = await startCore({ dataDir });
  await expect.poll(readAttention).toContainEqual(expect.objectContaining(thin));
});

it('counts what has just ended, whoever asked a moment before', async () => {
  const token = await connectProvider(core.control, good, 'office');
  good.script('*', [always(answer())]);
  const read = () => core.control.call<Overview>('GET', '/overview');
  expect((await read()).today.requests).toBe(0);
  for (let count = 0; count < 3; count += 1) await (await chat(core.gatewayUrl, token)).text();
  await expect.poll(async () => (await read()).today.succeeded, { timeout: 3_000 }).toBe(3);
  const { hours, providers } = await read();
  expect(hours.length).toBeGreaterThanOrEqual(24);
  expect(providers.map(({ id, requests }) => [id, requests.at(-1)])).toEqual([['office', 3]]);
});
