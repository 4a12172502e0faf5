import type { ProviderKey } from '../../../src/shared/domain/key';

/** A healthy pool key. */
export function makeKey(change: Partial<ProviderKey> & { readonly id: string }): ProviderKey {
  return {
    provider_name: 'groq',
    key_label: 'key',
    masked: 'gsk_…x9f2',
    workspace_id: null,
    share_with_pool: true,
    account: 'key',
    priority: 100,
    enabled: true,
    daily_limit: null,
    minute_limit: null,
    spend_limit_amount: null,
    spend_limit_period: null,
    spend_limit_action: null,
    spend: null,
    fields: {},
    created_at: '2026-11-22T12:00:00.000Z',
    last_used_at: null,
    health: { status: 'healthy', consecutive_failures: 0, cooling_until: null, last_error_code: null },
    quota: [],
    last_test: null,
    suggested_account: null,
    ...change,
  };
}
