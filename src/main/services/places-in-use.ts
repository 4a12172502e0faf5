import { addressOf } from '../../shared/domain/provider-address';
import type { KeyRing, ProviderDirectory } from '../gateway/ports';

/** A provider that requests may go to at any time, and where. */
export interface PlaceInUse {
  readonly provider: string;
  readonly url: string;
}

/** Providers that are switched on and have a key that is: worth a connection before the first request. */
export function listPlacesInUse(parts: {
  readonly providers: ProviderDirectory;
  readonly keyRing: KeyRing;
}): readonly PlaceInUse[] {
  const { providers, keyRing } = parts;
  return providers
    .list()
    .filter(({ id }) => providers.isEnabled(id))
    .flatMap((provider) => {
      const keys = keyRing.keysOf(provider.id).filter((key) => key.enabled);
      const urls = new Set(keys.map((key) => addressOf(provider, key.fields)));
      return [...urls].map((url) => ({ provider: provider.id, url }));
    });
}
