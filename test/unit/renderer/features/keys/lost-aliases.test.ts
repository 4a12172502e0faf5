import { describe, expect, it } from 'vitest';
import { countLostAliases } from '../../../../../src/renderer/features/keys/lost-aliases';
import type { Alias } from '../../../../../src/shared/domain/alias';
import { makeKey } from '../../make-key';

const makeAlias = (id: string, slots: Alias['slots']): Alias => ({
  id,
  description: '',
  slots,
  custom: false,
  built_in: true,
  stream_safety: 'live',
  patience_ms: 0,
  first_token_ms: 0,
  max_attempts: 1,
  route_around_refusals: false,
});

describe('countLostAliases', () => {
  const key = makeKey({ id: 'k1' });
  const aliases = [
    makeAlias('agent/chat', [
      { provider: 'groq', model: 'a' },
      { provider: 'groq', model: 'b' },
    ]),
    makeAlias('agent/fast', [{ provider: 'google', model: 'c' }]),
    makeAlias('client:acme/review', [{ provider: 'groq', model: 'a', key_id: 'k1' }]),
  ];

  it('counts an alias once, however many slots of the provider it has', () => {
    expect(countLostAliases(key, [key], aliases)).toBe(2);
  });

  it('does not claim a loss where another key of the provider takes over, except for slots that name this key', () => {
    expect(countLostAliases(key, [key, makeKey({ id: 'k2' })], aliases)).toBe(1);
  });

  it('does not count on a key that is off', () => {
    expect(countLostAliases(key, [key, makeKey({ id: 'k2', enabled: false })], aliases)).toBe(2);
  });
});
