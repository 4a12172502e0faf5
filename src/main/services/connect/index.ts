import type { ServiceDependencies } from '../dependencies';
import type { KeyBook } from '../key-book';
import type { ProviderBook } from '../provider-book';
import type { ConnectService, EventHub, KeyService, SettingsService } from '../types';
import { createConnectService } from './connect-service';
import { createRenewals, type Renewals } from './renewals';

interface ConnectParts
  extends Pick<
    ServiceDependencies,
    'vault' | 'tokens' | 'tokenHasher' | 'clock' | 'oauth' | 'openInBrowser'
  > {
  readonly book: KeyBook;
  readonly providers: ProviderBook;
  readonly settings: SettingsService;
  readonly keys: KeyService;
  readonly events: EventHub;
  readonly onRenewed: (providerId: string) => void;
}

/** Keys by signing in at their provider, and what keeps those alive that end by themselves. */
export function openConnect(parts: ConnectParts): {
  readonly service: ConnectService;
  readonly renewals: Renewals;
  dispose(): void;
} {
  const service = createConnectService({ ...parts, create: parts.keys.create });
  const renewals = createRenewals({ ...parts, onRenewed: (row) => parts.onRenewed(row.provider) });
  const unsubscribe = parts.events.subscribe((event) => {
    if (event.type === 'changed' && event.collection === 'keys') renewals.follow();
  });
  return {
    service,
    renewals,
    dispose() {
      unsubscribe();
      service.dispose();
      renewals.dispose();
    },
  };
}
