import type { ProviderKey } from '../../../shared/domain/key';
import { Note } from '../../components/notes';
import { RelativeTime } from '../../components/times';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { nameProvider } from '../../lib/provider-name';

/** Keys that a person has to look at. Cooling ones come back by themselves and are not named here. */
export function NeedsAttention() {
  const { replica } = useApp();
  const keys = useResource(replica.keys).value ?? [];
  const providers = useResource(replica.providers).value ?? [];
  const broken = keys.filter((key) => key.enabled && key.health.status === 'unhealthy');
  const describe = (key: ProviderKey) => {
    const provider = nameProvider(providers, key.provider_name);
    const reason = messages.keys.explainTrouble(key.health.last_error_code, provider);
    return messages.overview.keyBroken(`${provider} · ${key.key_label}`, reason);
  };
  return broken.map((key) => (
    <Note key={key.id} tone="bad">
      {describe(key)}{' '}
      {key.last_used_at !== null && (
        <span className="text-muted">
          {messages.overview.lastUsed} <RelativeTime at={key.last_used_at} />
        </span>
      )}
    </Note>
  ));
}
