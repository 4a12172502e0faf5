import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startFakeProvider } from '../../faults/fake-provider';
import { startCore } from '../../support/core';

interface ModelList {
  readonly data: readonly { readonly id: string }[];
  readonly total: number;
}

it('lists what a key’s provider has soon after the key is added, in the whole app, and writes no key down', async () => {
  const core = await startCore();
  onTestFinished(() => core.close());
  const fake = await startFakeProvider({ models: ['told-by-nobody-else'] });
  onTestFinished(() => fake.close());
  const list = async (query: string): Promise<ModelList> => {
    const response = await fetch(`${core.gatewayUrl}/v1/models?${query}`);
    const value: unknown = await response.json();
    return value as ModelList;
  };
  expect((await list('provider=mine')).total).toBe(0);
  await core.control.call('POST', '/providers', { id: 'mine', name: 'mine', base_url: fake.url });
  await core.control.call('POST', '/keys', { provider_name: 'mine', api_key: 'a-very-secret-key' });
  await vi.waitFor(
    async () => {
      const { data } = await list('provider=mine&configured_only=true');
      expect(data.map(({ id }) => id)).toEqual(['mine/told-by-nobody-else']);
    },
    { timeout: 8_000, interval: 100 },
  );
  // The key's own test asks for the same list.
  expect(new Set(fake.requests.map(({ method, path: asked }) => `${method} ${asked}`))).toEqual(
    new Set(['GET /v1/models']),
  );
  const kept = () => readFileSync(path.join(core.dataDir, 'catalog.json'), 'utf8');
  await vi.waitFor(() => expect(kept()).toContain('told-by-nobody-else'));
  expect(kept()).not.toContain('very-secret');
  await core.control.call('DELETE', '/providers/mine');
  await vi.waitFor(() => expect(kept()).not.toContain('told-by-nobody-else'));
}, 15_000);
