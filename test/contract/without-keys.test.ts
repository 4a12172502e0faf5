import { afterEach, describe, expect, it } from 'vitest';
import type { ProviderSummary } from '../../src/shared/domain/provider';
import { answerText } from '../faults/chat-answer';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { readStream } from '../support/sse';
import { extrasOf, openWorld, type World } from '../support/world';

const messages = [{ role: 'user' as const, content: 'hello' }];

let world: World;
let ollama: FakeProvider | null = null;
afterEach(async () => {
  await world.close();
  await ollama?.close();
  ollama = null;
});

describe('with no key at all', () => {
  it('the demo answers, says what it is, how to add a key, and costs nothing', async () => {
    world = await openWorld();
    const completion = await world.openai().chat.completions.create({ model: 'spideriq/coding', messages });
    const { spidergate_metadata: metadata } = extrasOf(completion);
    expect(metadata).toMatchObject({ provider: 'spidergate', provider_model: 'demo', cost_usd: 0 });
    // Nobody was spared the bill of an answer that was none.
    expect((await world.request(metadata?.request_id ?? '')).saved_usd).toBeNull();
    expect(completion.choices[0]?.message.content).toMatch(/demo/i);
    expect(completion.choices[0]?.message.content).toMatch(/key/i);
  });

  it('the demo streams', async () => {
    world = await openWorld();
    const { text, done, chunks } = await readStream(
      await world.post({ model: 'agent/chat', messages, stream: true }),
    );
    expect(text).toMatch(/demo/i);
    expect(done).toBe(true);
    expect(chunks.filter((chunk) => chunk.choices?.[0]?.delta?.content).length).toBeGreaterThan(1);
  });

  it('the demo answers by name, and drops out as soon as a real key serves', async () => {
    world = await openWorld();
    const named = await world.openai().chat.completions.create({ model: 'spidergate/demo', messages });
    expect(named.choices[0]?.message.content).toMatch(/demo/i);
    const upstream = await world.addUpstream();
    const path = `/aliases/${encodeURIComponent('spideriq/coding')}`;
    const slots = [{ provider: upstream.id, model: 'fake-model' }];
    await world.core.control.call('PUT', path, { slots });
    const served = await world.openai().chat.completions.create({ model: 'spideriq/coding', messages });
    expect(served.choices[0]?.message.content).toBe(answerText());
    // A real place that breaks must not be papered over by the demo's cheerful text.
    await upstream.fake.refuse();
    const broken = await world.post({ model: 'spideriq/coding', messages });
    expect(broken.status).toBeGreaterThanOrEqual(500);
  });
});

describe('a local server', () => {
  it('is found and serves every alias that names it, before the demo', async () => {
    ollama = await startFakeProvider({ models: ['gpt-oss:20b'] });
    world = await openWorld({ localServers: `ollama=${ollama.url}` });
    await untilFound('ollama');
    const completion = await world.openai().chat.completions.create({ model: 'spideriq/coding', messages });
    const { spidergate_metadata: metadata } = extrasOf(completion);
    expect(metadata).toMatchObject({ provider: 'ollama', provider_model: 'gpt-oss:20b' });
    expect(completion.choices[0]?.message.content).toBe(answerText());
  });

  it('serves with a model it has when it lacks the one in the chain', async () => {
    ollama = await startFakeProvider({ models: ['some-local-model:7b'] });
    world = await openWorld({ localServers: `ollama=${ollama.url}` });
    await untilFound('ollama');
    const completion = await world.openai().chat.completions.create({ model: 'spideriq/coding', messages });
    expect(completion.model).toBe('some-local-model:7b');
  });
});

describe('a vault with neither keychain nor passphrase', () => {
  it('takes no key, says why, and the demo answers all the same', async () => {
    world = await openWorld({ passphrase: null });
    const upstream = { id: 'somewhere', name: 'Somewhere', base_url: 'http://127.0.0.1:9/v1' };
    await world.core.control.call('POST', '/providers', upstream);
    const key = { provider_name: 'somewhere', api_key: 'never-stored-0001' };
    const refused = await world.core.control.send('POST', '/keys', key);
    expect(refused.status).toBe(503);
    expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 'vault_locked' } });
    const completion = await world.openai().chat.completions.create({ model: 'spideriq/coding', messages });
    expect(completion.choices[0]?.message.content).toMatch(/demo/i);
    await world.core.control.call('POST', '/vault/unlock', { passphrase: 'chosen just now' });
    expect((await world.core.control.send('POST', '/keys', key)).status).toBeLessThan(300);
  });
});

/** Local servers are looked for while the app is already up. */
async function untilFound(id: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const { data } = await world.core.control.call<{ data: readonly ProviderSummary[] }>('GET', '/providers');
    const provider = data.find((candidate) => candidate.id === id);
    if (provider?.configured && provider.kind === 'local') return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${id} was not found`);
}
