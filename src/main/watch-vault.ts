import type { Log } from './log/types';
import type { ServiceSet } from './services';
import type { Vault } from './vault/types';

/** Says in the log what is wrong with stored credentials: which key cannot be opened, and that tokens have become void. */
export function watchVault(parts: {
  readonly vault: Pick<Vault, 'onChange'>;
  readonly set: Pick<ServiceSet, 'vaultCare'>;
  readonly log: Log;
}): () => void {
  const { vault, set, log } = parts;
  const told = new Set<string>();

  function tellDamage(): void {
    for (const { id, provider, label } of set.vaultCare.damagedKeys()) {
      if (told.has(id)) continue;
      told.add(id);
      log.error(
        { key: id, provider, label },
        'A stored key is damaged: it was altered, or moved between keys',
      );
    }
  }

  const tokens = set.vaultCare.voidTokens();
  if (tokens > 0) {
    log.error(
      { tokens },
      'The token key was lost or replaced, so older tokens are void: put token-hash.key back from a backup, or rotate them',
    );
  }
  tellDamage();
  return vault.onChange(tellDamage);
}
