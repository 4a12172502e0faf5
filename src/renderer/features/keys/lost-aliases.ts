import type { Alias } from '../../../shared/domain/alias';
import type { ProviderKey } from '../../../shared/domain/key';

/** How many aliases lose their last slot of this provider, or a slot that names this very key, when the key goes. */
export function countLostAliases(
  key: ProviderKey,
  keys: readonly ProviderKey[],
  aliases: readonly Alias[],
): number {
  const hasOther = keys.some(
    (other) => other.id !== key.id && other.provider_name === key.provider_name && other.enabled,
  );
  return aliases.filter((alias) =>
    alias.slots.some((slot) =>
      slot.key_id === undefined ? slot.provider === key.provider_name && !hasOther : slot.key_id === key.id,
    ),
  ).length;
}
