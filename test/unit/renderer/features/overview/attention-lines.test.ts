import { expect, it } from 'vitest';
import { writeLines } from '../../../../../src/renderer/features/overview/attention-lines';
import type { Alias } from '../../../../../src/shared/domain/alias';
import type { AttentionItem } from '../../../../../src/shared/domain/attention';
import { makeProvider } from '../../make-provider';

const write = (items: readonly AttentionItem[], world: Partial<Parameters<typeof writeLines>[1]> = {}) =>
  writeLines(items, { providers: [], aliases: [], now: Date.parse('2026-11-22T12:00:00Z'), ...world });

const thin = (alias: string, left: 0 | 1): AttentionItem => ({
  id: `alias:${alias}:${left}`,
  severity: left === 0 ? 'bad' : 'warn',
  kind: 'alias_thin',
  alias,
  left,
  provider: left === 0 ? null : 'groq',
  back_at: null,
});

it('says once what befell many aliases, and keeps those that lost all apart', () => {
  const lines = write([thin('gone', 0), ...['a', 'b', 'c', 'd'].map((alias) => thin(alias, 1))]);
  expect(lines.map(({ text }) => text)).toEqual([
    'No slot of gone can answer now.',
    'One candidate each is left for a, b, c and 1 more.',
  ]);
});

it('offers a test where the key may be back, and another key where it will not', () => {
  const failing = (code: string): AttentionItem => ({
    id: code,
    severity: 'bad',
    kind: 'key_failing',
    key_id: 'key-1',
    provider: 'groq',
    label: 'personal',
    code,
  });
  expect(write([failing('unauthorized'), failing('payment_required')]).map(({ mend }) => mend.kind)).toEqual([
    'add_key',
    'test_key',
  ]);
});

it('does not say that a budget turns requests away when it only warns', () => {
  const budget = (action: 'block' | 'warn'): AttentionItem => ({
    id: action,
    severity: 'warn',
    kind: 'budget',
    scope: 'token',
    owner_id: 'token-1',
    name: 'opencode',
    window: 'day',
    action,
    limit_usd: 10,
    spent_usd: 12,
    resets_at: '2026-11-23T00:00:00Z',
  });
  const [warns, blocks] = write([budget('warn'), budget('block')]);
  expect(warns?.text).toContain('still go through');
  expect(blocks?.text).toContain('It is back at');
});

const chain = (id: string, ...providers: readonly string[]): Alias => ({
  id,
  description: '',
  custom: false,
  built_in: true,
  slots: providers.map((provider) => ({ provider, model: 'm' })),
  stream_safety: 'live',
  patience_ms: 0,
  first_token_ms: 0,
  max_attempts: 4,
  route_around_refusals: false,
});

it('offers the key that would mend the most of the thin chains, and never one that cannot be added', () => {
  const providers = [
    makeProvider({ id: 'groq', key_count: 1 }),
    makeProvider({ id: 'cerebras', name: 'Cerebras', key_count: 0, key_url: 'https://keys.test' }),
    makeProvider({ id: 'mistral', name: 'Mistral', key_count: 0, key_url: 'https://keys.test' }),
    makeProvider({ id: 'closed', key_count: 0, key_url: 'https://keys.test', refused: 'It has ended.' }),
    makeProvider({ id: 'off', key_count: 0, key_url: 'https://keys.test', enabled: false }),
  ];
  const names = ['closed', 'off', 'groq'];
  const aliases = [
    chain('a', ...names, 'cerebras'),
    chain('b', ...names, 'mistral'),
    chain('c', ...names, 'mistral'),
    chain('d', ...names),
  ];
  const [many] = write([thin('a', 1), thin('b', 1), thin('c', 1)], { providers, aliases });
  expect(many).toMatchObject({ button: 'Add Mistral key', mend: { kind: 'add_key', provider: 'mistral' } });
  const [none] = write([thin('d', 1)], { providers, aliases });
  expect(none?.mend).toMatchObject({ kind: 'open', page: 'aliases', item: { kind: 'alias', id: 'd' } });
});

it('leads from a budget straight to the dialog in which it stands', () => {
  const budget: AttentionItem = {
    id: 'b',
    severity: 'warn',
    kind: 'budget',
    scope: 'workspace',
    owner_id: 'ws-1',
    name: 'acme',
    window: 'day',
    action: 'block',
    limit_usd: 10,
    spent_usd: 9,
    resets_at: '2026-11-23T00:00:00Z',
  };
  expect(write([budget])[0]?.mend).toEqual({ kind: 'change_limit', scope: 'workspace', id: 'ws-1' });
});
