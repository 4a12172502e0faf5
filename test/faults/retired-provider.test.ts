import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../support/world';

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

  it('is named as what it is when a model of it is asked for', async () => {
    const response = await world.post({
      model: 'github-models/gpt-4o',
      messages: [{ role: 'user', content: 'hi' }],
    });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ error: { code: 'no_github-models_key' } });
  });
});
