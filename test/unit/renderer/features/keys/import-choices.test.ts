import { describe, expect, it } from 'vitest';
import { holdsSeveralKeys } from '../../../../../src/renderer/features/keys/import/holds-several-keys';
import {
  missingFields,
  startChoices,
  toImportRequest,
} from '../../../../../src/renderer/features/keys/import/import-choices';
import { checkLimit, startLimits, toLimitChange } from '../../../../../src/renderer/features/keys/limit-form';
import type { KeyImportEntry, KeyImportPreview } from '../../../../../src/shared/domain/key-import';
import { makeKey } from '../../make-key';
import { makeProvider } from '../../make-provider';

const providers = [makeProvider({ id: 'groq' }), makeProvider({ id: 'cloudflare', needs: ['account_id'] })];

function makePreview(...entries: readonly Partial<KeyImportEntry>[]): KeyImportPreview {
  const base: KeyImportEntry = {
    id: '',
    name: null,
    masked: '…',
    state: 'ready',
    provider_name: 'groq',
    recognised_by: 'prefix',
    choices: [],
    reason: null,
    key_label: null,
    account: null,
    workspace_id: null,
    fields: {},
  };
  return {
    session_id: 's',
    expires_at: '2026-11-22T12:00:00.000Z',
    format: 'env',
    ignored: 0,
    entries: entries.map((entry, index) => ({ ...base, id: `k${index + 1}`, ...entry })),
  };
}

describe('what is imported', () => {
  it('takes what was recognised, and nothing that was refused, is there already or is not answered', () => {
    const preview = makePreview(
      { key_label: ' home ' },
      { state: 'ask', provider_name: null },
      { state: 'duplicate' },
      { state: 'refused' },
    );
    const request = toImportRequest(preview, startChoices(preview), providers, null);
    expect(request.keys).toEqual([
      { id: 'k1', provider_name: 'groq', key_label: 'home', share_with_pool: true },
    ]);
  });

  it('gives a workspace its key alone, and asks for the fields that are missing', () => {
    const preview = makePreview({ provider_name: 'cloudflare' });
    const choices = startChoices(preview);
    const [choice] = Object.values(choices);
    expect(choice && missingFields(choice, providers)).toEqual(['account_id']);
    const filled = {
      k1: { isTaken: true, providerId: 'cloudflare', label: '', fields: { account_id: ' a1 ' } },
    };
    expect(toImportRequest(preview, filled, providers, 'brand').keys).toEqual([
      {
        id: 'k1',
        provider_name: 'cloudflare',
        workspace_id: 'brand',
        share_with_pool: false,
        fields: { account_id: 'a1' },
      },
    ]);
  });

  it.each([
    ['gsk_abc', false],
    ['  sk-or-v1-abc==\n', false],
    ['gsk_abc\nsk-abc', true],
    ['export GROQ_API_KEY=gsk_abc', true],
    ['{"groq":"gsk_abc"}', true],
  ])('%j goes into the import: %s', (text, several) => {
    expect(holdsSeveralKeys(text)).toBe(several);
  });
});

describe('own limits', () => {
  it('come back as they were, and are taken away by emptying the field', () => {
    const limits = { daily_limit: 100, spend_limit_amount: 2.5, spend_limit_period: 'week' } as const;
    const values = startLimits(makeKey({ id: 'a', ...limits, spend_limit_action: 'warn' }));
    expect(toLimitChange(values)).toEqual({ ...limits, minute_limit: null, spend_limit_action: 'warn' });
    expect(toLimitChange({ ...values, daily_limit: ' ', spend_limit_amount: '' })).toEqual({
      daily_limit: null,
      minute_limit: null,
      spend_limit_amount: null,
    });
  });

  it.each(['0', '-1', '1.5', 'many', '1e99'])('refuses %s requests', (text) => {
    expect(checkLimit('daily_limit', text)).toBeDefined();
  });
});
