import type { FakeProvider } from '../faults/fake-provider';
import type { ControlClient } from '../support/control-client';

export const ALIAS = 'my/job';
export const FAKE_KEY = 'fake-key-abcd-0001';

/** A custom provider, its key, an alias over it and a token; gives the token. */
export async function connectProvider(
  control: ControlClient,
  fake: FakeProvider,
  id = 'fake',
): Promise<string> {
  await control.call('POST', '/providers', {
    id,
    name: `Provider ${id}`,
    base_url: fake.url,
    models: ['fake-model'],
  });
  await control.call('POST', '/keys', { provider_name: id, api_key: FAKE_KEY, share_with_pool: true });
  const slots = [{ provider: id, model: 'fake-model' }];
  await control.call('PUT', `/aliases/${encodeURIComponent(ALIAS)}`, { slots });
  const { token } = await control.call<{ token: string }>('POST', '/agent-tokens', { name: `tool of ${id}` });
  return token;
}

export function chat(
  gatewayUrl: string,
  token: string,
  extra: Record<string, unknown> = {},
): Promise<Response> {
  return fetch(`${gatewayUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: ALIAS, messages: [{ role: 'user', content: 'hello' }], ...extra }),
  });
}
