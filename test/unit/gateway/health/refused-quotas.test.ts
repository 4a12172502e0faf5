import { describe, expect, it } from 'vitest';
import { addKey, answer, createGatewayWorld, makeAlias, makeCall } from '../../../support/gateway-world';

const HOSTS = {
  google: 'generativelanguage.googleapis.com',
  groq: 'api.groq.com',
  cloudflare: 'api.cloudflare.com',
  nvidia: 'integrate.api.nvidia.com',
} as const;

/** What an account is shown to have left after one refusal of its provider. */
async function refuse(provider: keyof typeof HOSTS, model: string, body: unknown, headers = {}) {
  const world = createGatewayWorld({ aliases: [makeAlias('my/one', `${provider}/${model}`)] });
  addKey(world, provider, { account: 'mine', fields: { account_id: 'a' } });
  world.state.responders.set(HOSTS[provider], () => answer(body, 429, headers));
  await world.gateway.call(makeCall({ model: 'my/one' }));
  const inSeconds = (time: string | null) =>
    time === null ? null : (Date.parse(time) - world.clock.now()) / 1000;
  const health = world.health.keyHealth(`${provider}-key`);
  return {
    from: health.cooling_from,
    quota: world.health
      .quota(provider, 'mine')
      .filter(({ left }) => left === 0)
      .map(({ model: of, unit, window, limit, source, resets_at: at }) => [
        ...[of, unit, window, limit, source],
        inSeconds(at),
      ]),
    all: world.health.quota(provider, 'mine'),
  };
}

/** Source: routing.md: every cool-down keeps where it came from. Without this a table goes on showing what is not left. */
describe('what a refusal says about a quota is shown', () => {
  it('Google: the day of one model, by its own number, in place of the table', async () => {
    const violation = { quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier', quotaValue: '25' };
    const details = [{ violations: [violation] }, { retryDelay: '36000s' }];
    const body = [
      { error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Quota exceeded.', details } },
    ];
    const { from, quota, all } = await refuse('google', 'gemini-3.8-flash', body);
    expect(from).toBe('error_body');
    expect(quota).toEqual([['gemini-3.8-flash', 'requests', 'day', 25, 'error_body', 36_000]]);
    expect(all.filter(({ unit, window }) => unit === 'requests' && window === 'day')).toHaveLength(1);
  });

  it('Groq: the tokens of a day, in a sentence', async () => {
    const message =
      'Rate limit reached for model `openai/gpt-oss-120b` on tokens per day (TPD): Limit 200000, Used 199000, Requested 2000. Please try again in 7m12s.';
    const { quota } = await refuse('groq', 'openai/gpt-oss-120b', { error: { message } });
    expect(quota).toEqual([['openai/gpt-oss-120b', 'tokens', 'day', 200_000, 'error_body', 432]]);
  });

  it('Cloudflare: the neurons of all models until midnight UTC', async () => {
    const message = 'You have used up your daily free allocation of 10,000 neurons.';
    const { quota } = await refuse('cloudflare', '@cf/openai/gpt-oss-120b', {
      errors: [{ code: 3036, message }],
    });
    expect(quota).toEqual([[null, 'neurons', 'day', 10_000, 'error_body', 43_200]]);
  });

  it('a header, and a refusal that says nothing', async () => {
    const told = await refuse('groq', 'openai/gpt-oss-120b', { error: {} }, { 'retry-after': '40' });
    expect([told.from, told.quota]).toEqual([
      'retry_after',
      [['openai/gpt-oss-120b', 'requests', 'minute', 30, 'retry_after', 40]],
    ]);
    const silent = await refuse('nvidia', 'moonshotai/kimi-k2', { detail: 'Too Many Requests' });
    expect([silent.from, silent.quota.at(0)?.at(4)]).toEqual(['ladder', 'ladder']);
  });
});
