import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteExplanation } from '../../src/shared/domain/route-explanation';
import { openWorld, type World } from '../support/world';

const messages = [{ role: 'user', content: 'hi' }];

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('GitHub Models, which was shut down', () => {
  it('is known, and its keys are refused with the reason', async () => {
    const answer = await world.core.control.send('POST', '/keys', {
      provider_name: 'github-models',
      api_key: 'github_pat_0123456789abcdef',
    });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({
      error: { param: 'provider_name', message: expect.stringContaining('shut down on 2026-07-30') },
    });
  });

  it.each(['github-models/gpt-4o', 'github/gpt-4o'])(
    'is said to be shut down when %s is asked for, and nobody is sent to look for a key',
    async (model) => {
      const response = await world.post({ model, messages });
      expect(response.status).toBe(503);
      expect(response.headers.get('x-should-retry')).toBe('false');
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      expect(error.code).toBe('no_github-models_key');
      expect(error.message).toContain('shut down on 2026-07-30');
      expect(error.message).not.toContain('Add one');
    },
  );

  it('is left out of an alias with that reason, and the rest of the alias serves', async () => {
    const good = await world.addUpstream();
    const slots = [
      { provider: 'github-models', model: 'gpt-4o' },
      { provider: good.id, model: good.model },
    ];
    await world.core.control.call('PUT', '/aliases/my%2Fold', { slots });
    const explanation = await world.core.control.call<RouteExplanation>('POST', '/route/explain', {
      model: 'my/old',
    });
    expect(explanation.skipped).toMatchObject([{ provider: 'github-models', reason: 'provider_refused' }]);
    const response = await world.post({ model: 'my/old', messages });
    expect(response.status).toBe(200);
    // Nobody could ever have been served there, so this is no fallback.
    expect(response.headers.has('x-spidergate-fallback-from')).toBe(false);
  });
});

describe('signing in with a ChatGPT plan', () => {
  it('is refused with what to do instead', async () => {
    const response = await world.post({ model: 'openai-chatgpt/gpt-5', messages });
    expect(await response.json()).toMatchObject({
      error: { code: 'no_openai-chatgpt_key', message: expect.stringContaining('Use an OpenAI API key') },
    });
  });
});
