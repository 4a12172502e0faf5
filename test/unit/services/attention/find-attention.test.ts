import { describe, expect, it } from 'vitest';
import { type AttentionWorld, findAttention } from '../../../../src/main/services/attention/find-attention';
import type { BudgetState } from '../../../../src/shared/domain/limits';
import { makeKey } from '../../renderer/make-key';
import { makeStatus, makeToken, makeWorld } from './make-world';

const find = (change: Partial<AttentionWorld>) => findAttention(makeWorld(change));

function budget(spent: number, change: Partial<BudgetState> = {}): BudgetState {
  return {
    window: 'day',
    action: 'block',
    limit_usd: 10,
    spent_usd: spent,
    reserved_usd: 0,
    remaining_usd: 10 - spent,
    resets_at: '2026-11-23T00:00:00Z',
    ...change,
  };
}

const ill = (code: string) => ({
  status: 'unhealthy' as const,
  consecutive_failures: 3,
  cooling_until: null,
  last_error_code: code,
});

describe('what needs attention', () => {
  it('is nothing where nothing is wrong', () => {
    expect(
      find({ keys: [makeKey({ id: 'a' })], agentTokens: [makeToken({ budget: budget(7.99) })] }),
    ).toEqual([]);
  });

  it('names a key that failed, but not one that somebody has switched off', () => {
    const keys = [
      makeKey({ id: 'a', health: ill('unauthorized') }),
      makeKey({ id: 'b', enabled: false, health: ill('unauthorized') }),
    ];
    expect(find({ keys })).toMatchObject([
      { kind: 'key_failing', key_id: 'a', code: 'unauthorized', severity: 'bad' },
    ]);
  });

  it('warns of a budget at 80 percent, and tells of the spent one as another cause', () => {
    const at = (spent: number, change: Partial<BudgetState> = {}) =>
      find({ agentTokens: [makeToken({ budget: budget(spent, change) })] })[0];
    expect(at(8)).toMatchObject({ kind: 'budget', severity: 'warn', spent_usd: 8 });
    expect(at(10)).toMatchObject({ kind: 'budget', severity: 'bad' });
    expect(at(10, { action: 'warn' })).toMatchObject({ severity: 'warn' });
    expect(at(8)?.id).not.toBe(at(10)?.id);
    expect(at(8)?.id).not.toBe(at(8, { resets_at: '2026-11-24T00:00:00Z' })?.id);
  });

  it('keeps quiet about a budget of nothing and about the budget of a paused token', () => {
    expect(find({ agentTokens: [makeToken({ budget: budget(0, { limit_usd: 0 }) })] })).toEqual([]);
    expect(find({ agentTokens: [makeToken({ enabled: false, budget: budget(10) })] })).toEqual([]);
  });

  it('knows an alias that has lost places from one that never had more', () => {
    const stands = (ready: readonly string[], lost: readonly (string | null)[]) =>
      find({ aliases: [{ alias: 'my/job', ready, lost }] });
    expect(stands(['groq'], [])).toEqual([]);
    expect(stands([], [])).toEqual([]);
    expect(stands(['groq', 'groq'], [null])).toEqual([]);
    expect(stands(['groq'], [null])).toMatchObject([{ left: 1, provider: 'groq', severity: 'warn' }]);
    expect(stands([], [null, '2026-11-23T08:00:00Z', '2026-11-23T02:00:00Z'])).toMatchObject([
      { left: 0, provider: null, severity: 'bad', back_at: '2026-11-23T02:00:00Z' },
    ]);
  });

  it('tells of the last refused page only, and not of one that names nobody or is long gone', () => {
    const entry = (origin: string, seen: string) =>
      ({ origin, state: 'refused', count: 2, last_seen: seen }) as const;
    const origins = [
      entry('null', '2026-11-22T11:59:50Z'),
      entry('http://localhost:3000', '2026-11-22T11:50:00Z'),
      entry('http://other.example', '2026-11-22T11:40:00Z'),
    ];
    expect(find({ origins }).map(({ id }) => id)).toEqual(['origin:http://localhost:3000']);
    expect(find({ origins: [entry('http://old.example', '2026-11-22T10:00:00Z')] })).toEqual([]);
  });

  it('puts what is broken before what soon may be', () => {
    const locked = makeStatus({ vault: 'locked', keys: 1 });
    const found = find({
      status: locked,
      agentTokens: [makeToken({ budget: budget(9) })],
      keys: [makeKey({ id: 'a' })],
    });
    expect(found.map(({ kind }) => kind)).toEqual(['vault_locked', 'budget']);
  });
});
