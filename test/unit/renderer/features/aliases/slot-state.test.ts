import { describe, expect, it } from 'vitest';
import { viewChain } from '../../../../../src/renderer/features/aliases/slot-state';
import type { Alias, AliasSlot } from '../../../../../src/shared/domain/alias';
import type { ProviderKey } from '../../../../../src/shared/domain/key';
import { makeKey } from '../../make-key';
import { makeProvider } from '../../make-provider';

const now = Date.parse('2026-11-22T12:00:00Z');
const providers = [
  makeProvider({ id: 'groq', configured: true, key_count: 1 }),
  makeProvider({ id: 'google' }),
  makeProvider({ id: 'xai', enabled: false, configured: true, key_count: 1 }),
  makeProvider({ id: 'ollama', kind: 'local', configured: true }),
  makeProvider({ id: 'office', kind: 'custom', configured: true }),
];

function states(slots: readonly AliasSlot[], keys: readonly ProviderKey[] = [makeKey({ id: 'k1' })]) {
  const alias: Alias = {
    id: 'agent/chat',
    description: '',
    slots,
    custom: false,
    built_in: true,
    stream_safety: 'live',
    patience_ms: 0,
    first_token_ms: 0,
    max_attempts: 1,
  };
  return viewChain(alias, { providers, keys, now }).map(({ state, isNext }) =>
    isNext ? `${state} next` : state,
  );
}

const at = (provider: string, change: Partial<AliasSlot> = {}): AliasSlot => ({
  provider,
  model: 'm',
  ...change,
});
const cooling = (until: string) =>
  makeKey({
    id: 'k1',
    health: { status: 'degraded', consecutive_failures: 1, cooling_until: until, last_error_code: null },
  });

describe('viewChain', () => {
  it('marks the first slot that is ready as the next, and only that one', () => {
    expect(states([at('google'), at('groq'), at('groq')])).toEqual(['no_key', 'ready next', 'ready']);
  });

  it('does not promise an answer from a provider that is off, or from a slot that is', () => {
    expect(states([at('xai'), at('groq', { enabled: false })])).toEqual(['provider_off', 'slot_off']);
  });

  it('does not promise that a local server has the model', () => {
    expect(states([at('ollama'), at('groq')])).toEqual(['local', 'ready next']);
  });

  it('counts a custom provider without sign-in as ready though it has no key', () => {
    expect(states([at('office')])).toEqual(['ready next']);
  });

  it('looks at the named key only, where a slot names one', () => {
    const keys = [makeKey({ id: 'k1' }), makeKey({ id: 'k2', enabled: false })];
    expect(states([at('groq', { key_id: 'k2' })], keys)).toEqual(['key_off']);
  });

  it('is ready again as soon as the cool-down is over', () => {
    expect(states([at('groq')], [cooling('2026-11-22T12:00:10Z')])).toEqual(['cooling_down']);
    expect(states([at('groq')], [cooling('2026-11-22T11:59:59Z')])).toEqual(['ready next']);
  });
});
