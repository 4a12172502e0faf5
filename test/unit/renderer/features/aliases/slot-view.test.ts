import { describe, expect, it } from 'vitest';
import { viewChain } from '../../../../../src/renderer/features/aliases/slot-view';
import type { Alias, AliasSlot } from '../../../../../src/shared/domain/alias';
import type { RouteExplanation } from '../../../../../src/shared/domain/route-explanation';
import type { TraceSkip } from '../../../../../src/shared/domain/route-trace';
import { makeKey } from '../../make-key';

type Place = RouteExplanation['candidates'][number];

const slot = (provider: string, change: Partial<AliasSlot> = {}): AliasSlot => ({
  provider,
  model: 'm',
  ...change,
});

function place(rank: number, provider: string, key: string | null = null): Place {
  return {
    rank,
    provider,
    model: 'm',
    key,
    key_scope: 'pool',
    health: 'healthy',
    quota_left: null,
    in_flight: 0,
    context_window: null,
    tier: null,
  };
}

function view(slots: readonly AliasSlot[], candidates: readonly Place[], skipped: readonly TraceSkip[] = []) {
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
    route_around_refusals: false,
  };
  const explanation: RouteExplanation = {
    requested: alias.id,
    alias: alias.id,
    first_choice: null,
    estimated_input_tokens: 1,
    temper: null,
    candidates,
    skipped,
    wait_ms: null,
    error: null,
  };
  const keys = [makeKey({ id: 'k1', key_label: 'one' }), makeKey({ id: 'k2', key_label: 'two' })];
  const chain = viewChain(alias, explanation, keys);
  return {
    slots: chain.slots.map((entry) =>
      entry.state === 'ready'
        ? entry.isNext
          ? 'next'
          : 'ready'
        : entry.state === 'skipped'
          ? entry.reason
          : '?',
    ),
    beyond: chain.beyond.map(({ provider }) => provider),
    readyCount: chain.readyCount,
    chain,
  };
}

describe('viewChain', () => {
  it('marks the slot main would use, though it is not the first that is ready', () => {
    const seen = view([slot('slow'), slot('groq')], [place(1, 'groq'), place(2, 'slow')]);
    expect(seen.slots).toEqual(['ready', 'next']);
  });

  it('marks one slot only, when a chain names the same place twice', () => {
    expect(view([slot('groq'), slot('groq')], [place(1, 'groq')]).slots).toEqual(['next', '?']);
  });

  it('does not offer the second key of a slot as a place after the chain', () => {
    const seen = view([slot('groq')], [place(1, 'groq', 'groq · one'), place(2, 'groq', 'groq · two')]);
    expect(seen).toMatchObject({ slots: ['next'], beyond: [], readyCount: 1 });
  });

  it('looks at the named key only, where a slot names one', () => {
    const seen = view(
      [slot('groq', { key_id: 'k2' }), slot('groq', { key_id: 'k1' })],
      [place(1, 'groq', 'groq · one')],
      [{ provider: 'groq', model: 'm', key: 'groq · two', reason: 'key_off' }],
    );
    expect(seen.slots).toEqual(['key_off', 'next']);
  });

  it('names the wait of the key that is back first', () => {
    const skips = [
      {
        provider: 'groq',
        model: 'm',
        key: 'groq · one',
        reason: 'quota_spent',
        until: '2026-11-23T00:00:00Z',
      },
      {
        provider: 'groq',
        model: 'm',
        key: 'groq · two',
        reason: 'cooling_down',
        until: '2026-11-22T12:00:10Z',
      },
    ];
    expect(view([slot('groq')], [], skips).slots).toEqual(['cooling_down']);
  });

  it('shows who answers when no slot can', () => {
    const seen = view(
      [slot('groq')],
      [place(1, 'ollama')],
      [{ provider: 'groq', model: 'm', reason: 'no_key' }],
    );
    expect(seen).toMatchObject({ slots: ['no_key'], beyond: ['ollama'], readyCount: 0 });
  });
});
