import type { ProviderSummary } from '../../shared/domain/provider';
import type { HealthBook } from '../gateway/health/types';
import type { ProviderDefinition } from '../gateway/types';
import type { KeyBook } from './key-book';
import type { ProviderBook } from './provider-book';

interface SummaryParts {
  readonly providers: ProviderBook;
  readonly keys: KeyBook;
  readonly health: HealthBook;
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
    health: configured ? (parts.health.providerHealth(provider.id) ?? 'healthy') : null,
    custom: parts.providers.isCustom(provider.id),
    key_url: provider.keyUrl,
    key_prefixes: embedded?.keyPrefixes ?? [],
    refused: embedded?.refused ?? null,
    needs: provider.needs,
    free_tier: embedded?.freeTier ?? null,
    terms: embedded?.terms ?? [],
    key_count: parts.keys.usableOf(provider.id).length,
  };
}

/** True when a request could go there now, if the provider's switch is on. */
export function isConfigured(provider: ProviderDefinition, { providers, keys }: SummaryParts): boolean {
  if (provider.auth === 'none') return true;
  if (keys.usableOf(provider.id).some((key) => key.enabled)) return true;
  return provider.keyless === 'local' && providers.runningLocalModels(provider.id) !== null;
}
