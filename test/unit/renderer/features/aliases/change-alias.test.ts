import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveSlot, nameSlots, planChange } from '../../../../../src/renderer/features/aliases/change-alias';
import { readTemper, startTemper } from '../../../../../src/renderer/features/aliases/temper-form';
import { averageSpeeds } from '../../../../../src/renderer/features/aliases/use-slot-facts';
import type { Alias } from '../../../../../src/shared/domain/alias';
import type { UsageLine } from '../../../../../src/shared/domain/usage';

function makeAlias(change: Partial<Alias> = {}): Alias {
  return {
    id: 'my/job',
    description: '',
    slots: [{ provider: 'groq', model: 'm' }],
    custom: true,
    built_in: false,
    stream_safety: 'live',
    patience_ms: 2_500,
    first_token_ms: 10_000,
    max_attempts: 12,
    route_around_refusals: false,
    ...change,
  };
}

const kinds = (from: Alias | null, to: Alias | null) =>
  planChange(from, to).map((step) => `${step.kind} ${step.kind === 'put' ? step.put.id : step.id}`);

describe('what a change of an alias does, and its undo', () => {
  const own = makeAlias();
  const shipped = makeAlias({ id: 'agent/chat', custom: false, built_in: true });
  const changed = { ...shipped, custom: true };

  it('never writes the default of a shipped alias as if the user had chosen it', () => {
    expect(kinds(changed, shipped)).toEqual(['delete agent/chat']);
    expect(kinds(shipped, changed)).toEqual(['put agent/chat']);
  });

  it('has the new name before the old one is gone, so that a refused name loses nothing', () => {
    const renamed = { ...own, id: 'my/check' };
    expect(kinds(own, renamed)).toEqual(['put my/check', 'delete my/job']);
    expect(kinds(renamed, own)).toEqual(['put my/job', 'delete my/check']);
  });

  it('brings a deleted alias back whole', () => {
    expect(kinds(own, null)).toEqual(['delete my/job']);
    const [step] = planChange(null, { ...own, route_around_refusals: true });
    expect(step).toMatchObject({
      kind: 'put',
      put: { alias: { max_attempts: 12, route_around_refusals: true } },
    });
  });
});

describe('moving slots', () => {
  const slots = fc.array(
    fc.record({ provider: fc.constantFrom('a', 'b'), model: fc.constantFrom('m', 'n') }),
    {
      minLength: 1,
      maxLength: 8,
    },
  );

  it('loses and doubles none, and goes back the way it came', () => {
    fc.assert(
      fc.property(slots, fc.nat(7), fc.nat(7), (chain, from, to) => {
        const moved = moveSlot(chain, from, to);
        if (moved === null) return;
        expect([...moved].sort(compare)).toEqual([...chain].sort(compare));
        expect(moveSlot(moved, to, from)).toEqual(chain);
      }),
    );
  });

  it('has a name for each, even where a chain holds a place twice', () => {
    fc.assert(
      fc.property(slots, (chain) => {
        const names = nameSlots(chain).map(({ name }) => name);
        expect(new Set(names).size).toBe(chain.length);
      }),
    );
  });
});

function compare(
  left: { provider: string; model: string },
  right: { provider: string; model: string },
): number {
  return `${left.provider}${left.model}`.localeCompare(`${right.provider}${right.model}`);
}

describe('how an alias behaves, as it is typed', () => {
  it('comes back as it was when nothing is changed', () => {
    const alias = makeAlias();
    expect(readTemper(startTemper(alias))).toEqual({
      stream_safety: 'live',
      patience_ms: 2_500,
      first_token_ms: 10_000,
      max_attempts: 12,
      route_around_refusals: false,
    });
  });

  it.each([
    ['patience', ''],
    ['patience', '61'],
    ['first_token', '0'],
    ['attempts', '2.5'],
    ['attempts', 'many'],
  ])('refuses %s "%s"', (name, text) => {
    expect(readTemper({ ...startTemper(makeAlias()), [name]: text })).toBeNull();
  });
});

describe('speed of a slot', () => {
  const line = (model: string, average: number | null, succeeded: number) =>
    ({
      group: { id: model, name: model },
      succeeded,
      first_token_ms: { average, p50: null, p95: null },
    }) as UsageLine;

  it('weighs each day by its requests, and says nothing where none succeeded', () => {
    const speeds = averageSpeeds({ data: [line('m', 100, 9), line('m', 200, 1), line('n', null, 0)] });
    expect(speeds.get('m')).toEqual({ average_ms: 110, requests: 10 });
    expect(speeds.has('n')).toBe(false);
  });
});
