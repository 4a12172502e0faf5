import type { HealthStatus } from '../../shared/domain/health';
import type { ProviderSummary } from '../../shared/domain/provider';
import type { HealthBook } from '../gateway/health/types';
import type { ProviderDefinition } from '../gateway/types';
import { findConnectWay } from './connect/connect-way';
import type { KeyBook } from './key-book';
import type { ProviderBook } from './provider-book';
import type { SettingsService } from './types';

export interface SummaryParts {
  readonly providers: ProviderBook;
  readonly keys: KeyBook;
  readonly health: HealthBook;
  readonly settings: Pick<SettingsService, 'get'>;
}

export function summariseProvider(provider: ProviderDefinition, parts: SummaryParts): ProviderSummary {
  const embedded = parts.providers.embedded(provider.id);
  const configured = isConfigured(provider, parts);
  return {
    id: provider.id,
    name: provider.name,
    kind: provider.kind,
    base_url: provider.baseUrl,
    enabled: parts.providers.isEnabled(provider.id),
    configured,
    health: configured ? judgeHealth(provider.id, parts) : null,
    custom: parts.providers.isCustom(provider.id),
    key_url: provider.keyUrl,
    key_prefixes: embedded?.keyPrefixes ?? [],
    connect: findConnectWay(provider.id, parts.settings),
    refused: embedded?.refused ?? null,
    needs: provider.needs,
    free_tier: embedded?.freeTier ?? null,
    free_tier_kind: embedded?.freeTierKind ?? null,
    free_tier_as_of: embedded?.freeTierAsOf ?? null,
    anonymous: provider.keyless === 'anonymous',
    terms: embedded?.terms ?? [],
    private_prompts: provider.privatePrompts,
    account_rule: embedded?.accountRule ?? null,
    key_count: parts.keys.usableOf(provider.id).length,
  };
}

const WORST_FIRST: readonly HealthStatus[] = ['unhealthy', 'degraded', 'healthy'];

/** As its connection is, and never better than the best of its keys. */
function judgeHealth(providerId: string, { health, keys }: SummaryParts): HealthStatus {
  const own = health.providerHealth(providerId) ?? 'healthy';
  const ofKeys = keys
    .usableOf(providerId)
    .filter((key) => key.enabled)
    .map((key) => WORST_FIRST.indexOf(health.keyHealth(key.id).status));
  const best = ofKeys.length === 0 ? WORST_FIRST.length - 1 : Math.max(...ofKeys);
  return WORST_FIRST[Math.min(best, WORST_FIRST.indexOf(own))] ?? own;
}

/** True when a request could go there now, if the provider's switch is on. */
export function isConfigured(provider: ProviderDefinition, parts: SummaryParts): boolean {
  if (provider.auth === 'none') return true;
  if (parts.keys.usableOf(provider.id).some((key) => key.enabled)) return true;
  if (provider.keyless === 'anonymous') return parts.settings.get().anonymous_providers;
  return provider.keyless === 'local' && parts.providers.runningLocalModels(provider.id) !== null;
}
