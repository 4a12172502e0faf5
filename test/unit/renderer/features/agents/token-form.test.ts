import { describe, expect, it } from 'vitest';
import { suggestModels } from '../../../../../src/renderer/features/agents/suggest-models';
import { startTokenForm, toTokenRequest } from '../../../../../src/renderer/features/agents/token-form';
import { agentTokenCreateRequest } from '../../../../../src/shared/ipc/agent-tokens';

const now = Date.parse('2026-11-22T12:00:00Z');
const fresh = { ...startTokenForm(null), name: ' opencode ' };

describe('toTokenRequest', () => {
  it('makes an expiry that main accepts', () => {
    const request = toTokenRequest({ ...fresh, lifetime: '30' }, now);
    expect(request).toMatchObject({ name: 'opencode', expires_at: '2026-12-22T12:00:00.000Z' });
    expect(agentTokenCreateRequest.safeParse(request).success).toBe(true);
  });

  it('does not take the expiry away from a token of which only the name is changed', () => {
    expect(toTokenRequest({ ...fresh, lifetime: 'keep' }, now)).not.toHaveProperty('expires_at');
    expect(toTokenRequest({ ...fresh, lifetime: 'never' }, now).expires_at).toBeNull();
  });
});

describe('suggestModels', () => {
  it('offers families before single aliases and nothing twice', () => {
    expect(suggestModels(['agent/chat', 'agent/fast', 'my/review'], ['agent/chat'])).toEqual([
      'agent/*',
      'my/*',
      'agent/fast',
      'my/review',
    ]);
  });
});
