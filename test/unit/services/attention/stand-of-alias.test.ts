import { expect, it } from 'vitest';
import { standOfAlias } from '../../../../src/main/services/attention/stand-of-alias';
import type { RouteExplanation } from '../../../../src/shared/domain/route-explanation';

const now = Date.parse('2026-11-22T12:00:00Z');
const alias = {
  id: 'my/job',
  slots: ['groq', 'google', 'mistral'].map((provider) => ({ provider, model: 'm' })),
};

function stand(places: {
  readonly ready?: readonly string[];
  readonly skipped?: RouteExplanation['skipped'];
}) {
  const explanation: RouteExplanation = {
    requested: alias.id,
    alias: alias.id,
    first_choice: null,
    estimated_input_tokens: 0,
    temper: null,
    candidates: (places.ready ?? []).map((provider, index) => ({
      rank: index + 1,
      provider,
      model: 'm',
      key: null,
      key_scope: 'pool',
      health: 'healthy',
      quota_left: null,
      in_flight: 0,
      context_window: null,
      tier: null,
    })),
    skipped: places.skipped ?? [],
    wait_ms: null,
    error: null,
  };
  return standOfAlias(alias, explanation, now);
}

const skip = (provider: string, reason: string, until?: string) => ({
  provider,
  model: 'm',
  reason,
  ...(until === undefined ? {} : { until }),
});

it('counts what is gone, and not what was never set up or is switched off', () => {
  const skipped = [skip('google', 'no_key'), skip('mistral', 'key_off'), skip('groq', 'key_unhealthy')];
  expect(stand({ ready: ['groq'], skipped })).toEqual({ alias: 'my/job', ready: ['groq'], lost: [null] });
});

it('does not call a place gone that is back in a minute', () => {
  const soon = skip('google', 'cooling_down', '2026-11-22T12:01:00Z');
  const late = skip('mistral', 'quota_spent', '2026-11-22T20:00:00Z');
  expect(stand({ ready: ['groq'], skipped: [soon, late] })).toMatchObject({
    ready: ['groq', 'google'],
    lost: ['2026-11-22T20:00:00Z'],
  });
});

it('does not take the next try of a failing key for its return', () => {
  const skipped = [skip('google', 'key_unhealthy', '2026-11-22T12:00:30Z')];
  expect(stand({ ready: ['groq'], skipped })).toMatchObject({ ready: ['groq'], lost: [null] });
});

it('leaves out what answers for want of the alias’s own places', () => {
  expect(stand({ ready: ['spidergate'], skipped: [skip('groq', 'key_unhealthy')] })).toMatchObject({
    ready: [],
    lost: [null],
  });
});

it('says nothing of an alias when the vault is locked', () => {
  expect(stand({ skipped: [skip('groq', 'vault_locked')] })).toBeNull();
});
