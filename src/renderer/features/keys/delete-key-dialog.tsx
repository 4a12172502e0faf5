import type { ProviderKey } from '../../../shared/domain/key';
import { ConfirmedAction } from '../../components/confirmed-action';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { nameProvider } from '../../lib/provider-name';
import { countLostAliases } from './lost-aliases';

const words = messages.keys;

interface DeleteKeyDialogProps {
  readonly target: ProviderKey | null;
  readonly onClose: () => void;
}

export function DeleteKeyDialog({ target, onClose }: DeleteKeyDialogProps) {
  const { bridge, replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const keys = useResource(replica.keys).value ?? [];
  const aliases = useResource(replica.aliases).value ?? [];
  if (target === null) return null;
  const name = nameProvider(providers, target.provider_name);
  const lost = countLostAliases(target, keys, aliases);
  return (
    <ConfirmedAction
      title={words.deleteTitle(`${name} · ${target.key_label}`)}
      consequence={words.deleteConsequence(name, lost)}
      action={words.delete}
      run={() => bridge.keys.delete({ id: target.id })}
      onDone={() => {
        void replica.keys.refresh();
        void replica.providers.refresh();
        onClose();
      }}
      onCancel={onClose}
    />
  );
}
