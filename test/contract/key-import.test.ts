import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ProviderKey } from '../../src/shared/domain/key';
import type { KeyImportPreview } from '../../src/shared/domain/key-import';
import type { Page } from '../../src/shared/ipc/contract';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type Core, startCore } from '../support/core';

const SECRET = 'own-a1b2c3d4e5f6g7h8i9j0k1l2';

let core: Core;
let provider: FakeProvider;
beforeAll(async () => {
  provider = await startFakeProvider();
  core = await startCore();
  await core.control.call('POST', '/providers', { id: 'office', name: 'Office', base_url: provider.url });
});
afterAll(async () => {
  await core.close();
  await provider.close();
});

const preview = () =>
  core.control.call<KeyImportPreview>('POST', '/keys/import/preview', {
    text: JSON.stringify([{ base_url: provider.url, api_key: SECRET, label: 'mine' }]),
  });

it('imports over the socket what it has shown, and tests it', async () => {
  const shown = await preview();
  expect(shown.entries).toMatchObject([
    { id: 'k1', provider_name: 'office', recognised_by: 'address', key_label: 'mine' },
  ]);
  expect(JSON.stringify(shown)).not.toContain(SECRET);
  const { session_id } = shown;
  const keys = [{ id: 'k1', provider_name: 'office', key_label: 'mine' }];
  const answer = await core.control.send('POST', '/keys/import', { session_id, keys });
  expect(answer.status).toBe(201);
  expect(JSON.stringify(answer)).not.toContain(SECRET);
  await vi.waitFor(
    async () => {
      const { data } = await core.control.call<Page<ProviderKey>>('GET', '/keys');
      expect(data[0]?.last_test).toMatchObject({ ok: true, models_found: 1 });
    },
    { timeout: 5_000 },
  );
});

it('gives up what was found when asked, and says what is wrong with a request', async () => {
  const { session_id, entries } = await preview();
  expect(entries).toMatchObject([{ state: 'duplicate', reason: 'In the vault already, as "mine".' }]);
  expect((await core.control.send('DELETE', `/keys/import/${session_id}`)).status).toBe(204);
  const keys = [{ id: 'k1', provider_name: 'office' }];
  expect((await core.control.send('POST', '/keys/import', { session_id, keys })).status).toBe(404);
  const both = { text: 'x', environment: true };
  const wrong = await core.control.send('POST', '/keys/import/preview', both);
  expect(wrong.status).toBe(400);
  expect(JSON.parse(wrong.text)).toMatchObject({ error: { param: 'text' } });
});
