import { expect, it } from 'vitest';
import { createLimits } from '../../../../../src/main/gateway/auth/limits/create-limits';
import { createCostBook } from '../../../../../src/main/gateway/cost';
import type { Identity, LimitPolicy } from '../../../../../src/main/gateway/types';
import { embeddedProviders } from '../../../../../src/main/providers';
import { createCalendar } from '../../../../../src/shared/time/calendar';
import { createFakeSpendBook, createFakeTold } from '../../../../support/fake-spend-book';

const ROUNDS = 20_000;
/** The whole of tokens, budgets and usage may cost 50; a slow machine under load gets some of the rest. */
const MOST_US = 20;

const policy: LimitPolicy = {
  requestsPerMinute: 1_000_000,
  requestsPerDay: 1_000_000,
  tokensPerMinute: 1_000_000_000,
  parallelRequests: 100,
  budget: { limitNanoUsd: 1e12, window: 'month', action: 'block' },
};
const identity: Identity = {
  workspaceId: 'w',
  clientId: 'c',
  tokenId: 't',
  tokenName: 't',
  scopes: ['gate:chat'],
  allowedModels: [],
  policy: { ...policy, freeModelsOnly: false },
  workspacePolicy: policy,
};

const aliases = { get: () => null };
const catalog = { facts: () => null, list: () => [] };

it('every limit there is costs a request a few microseconds', () => {
  const limits = createLimits({
    clock: { now: Date.now, soon: () => {} },
    spendBook: createFakeSpendBook(),
    toldThresholds: createFakeTold(),
    calendar: createCalendar(),
    costs: { ...createCostBook({ aliases, catalog, providers: aliases }), estimateCost: () => 100 },
    events: { emit: () => {}, later: () => {} },
  });
  const request = { inputTokens: 100, maxOutputTokens: 100, choices: 1, needs: [], keepsModel: false };
  const [provider] = embeddedProviders;
  if (!provider) throw new Error('there is no provider');
  const candidate = { provider, model: 'm', key: null, keyScope: 'none', facts: null } as const;
  const run = () => {
    const permit = limits.permit(identity, request);
    permit.enter();
    permit.admit(candidate);
    permit.headers();
    permit.settle({ booked: 50, keyAmounts: [], tokens: 150 });
  };
  for (let round = 0; round < 2000; round += 1) run();
  const began = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) run();
  expect(((performance.now() - began) * 1000) / ROUNDS).toBeLessThan(MOST_US);
});
