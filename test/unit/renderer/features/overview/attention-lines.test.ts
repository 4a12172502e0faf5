import { expect, it } from 'vitest';
import { writeLines } from '../../../../../src/renderer/features/overview/attention-lines';
import type { AttentionItem } from '../../../../../src/shared/domain/attention';

const write = (items: readonly AttentionItem[]) =>
  writeLines(items, { providers: [], now: Date.parse('2026-11-22T12:00:00Z') });

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
