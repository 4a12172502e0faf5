import type { ProviderSummary } from '../../shared/domain/provider';

/** The name people know; the id where the provider is not (or no longer) in the list. */
export function nameProvider(providers: readonly ProviderSummary[], id: string): string {
  return providers.find((provider) => provider.id === id)?.name ?? id;
}
