import type { ProviderSummary } from '../../../src/shared/domain/provider';

/** A cloud provider without a key. */
export function makeProvider(change: Partial<ProviderSummary> & { readonly id: string }): ProviderSummary {
  return {
    name: change.id,
    kind: 'cloud',
    base_url: 'https://api.example/v1',
    enabled: true,
    configured: false,
    health: null,
    custom: false,
    key_url: null,
    key_prefixes: [],
    connect: null,
    refused: null,
    needs: [],
    free_tier: null,
    free_tier_kind: null,
    free_tier_as_of: null,
    anonymous: false,
    terms: [],
    private_prompts: true,
    account_rule: null,
    key_count: 0,
    ...change,
  };
}
