import type { ProviderSummary } from '../../shared/domain/provider';
import type { Status } from '../../shared/domain/status';

/** The one word the window says about the whole of it; the worst thing first. */
export type GatewayMood = 'failed' | 'paused' | 'locked' | 'degraded' | 'empty' | 'running';

/** `providers`: `null` while they are not known, which says nothing against them. */
export function judgeMood(status: Status, providers: readonly ProviderSummary[] | null): GatewayMood {
  if (status.gateway.state === 'failed') return 'failed';
  if (status.gateway.state === 'paused') return 'paused';
  if (status.vault.state === 'locked' && status.counts.keys > 0) return 'locked';
  if (providers === null) return 'running';
  const inUse = providers.filter((provider) => isServing(provider) && provider.kind !== 'builtin');
  if (inUse.length === 0) return 'empty';
  return inUse.some((provider) => provider.health === 'unhealthy') ? 'degraded' : 'running';
}

function isServing(provider: ProviderSummary): boolean {
  return provider.enabled && provider.configured;
}
