import type { ProviderSummary } from '../../../shared/domain/provider';

export type ProviderGroup = 'configured' | 'local' | 'available' | 'refused';

const ORDER: readonly ProviderGroup[] = ['configured', 'local', 'available', 'refused'];

function chooseGroup(provider: ProviderSummary): ProviderGroup {
  // The demo is always there, and is not what anybody means by in use.
  if (provider.kind === 'builtin') return 'local';
  // A person's own provider is theirs to find again, key or not.
  if (provider.configured || provider.custom) return 'configured';
  if (provider.refused !== null) return 'refused';
  return provider.kind === 'local' ? 'local' : 'available';
}

export const PROVIDER_FILTERS = ['all', 'free', 'private'] as const;
export type ProviderFilter = (typeof PROVIDER_FILTERS)[number];

function passes(provider: ProviderSummary, filter: ProviderFilter): boolean {
  if (filter === 'free') return provider.refused === null && isFree(provider);
  return filter === 'all' || (provider.private_prompts && provider.refused === null);
}

/** A trial that is spent once, or somebody's own computer, is not what one looks for here. */
function isFree({ free_tier_kind: kind }: ProviderSummary): boolean {
  return kind === 'recurring' || kind === 'anonymous';
}

/** What is in use first, what cannot be used last; empty groups are left out. */
export function groupProviders(
  providers: readonly ProviderSummary[],
  search: string,
  filter: ProviderFilter = 'all',
): readonly { readonly group: ProviderGroup; readonly members: readonly ProviderSummary[] }[] {
  const wanted = search.trim().toLowerCase();
  const found = providers.filter(
    (provider) =>
      `${provider.id} ${provider.name}`.toLowerCase().includes(wanted) && passes(provider, filter),
  );
  return ORDER.map((group) => ({
    group,
    members: found.filter((provider) => chooseGroup(provider) === group),
  })).filter(({ members }) => members.length > 0);
}
