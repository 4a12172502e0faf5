import { useState } from 'react';
import type { ApiError } from '../../../shared/domain/event';
import type { ProviderKey } from '../../../shared/domain/key';
import { ConfirmDialog } from '../../components/dialog';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { nameProvider } from '../../lib/provider-name';
import { settle } from '../../lib/settle';
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
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  if (target === null) return null;
  const name = nameProvider(providers, target.provider_name);
  const lost = countLostAliases(target, keys, aliases);

  function close(): void {
    setFailure(null);
    onClose();
  }

  async function remove(id: string): Promise<void> {
    setBusy(true);
    const result = await settle(bridge.keys.delete({ id }));
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    void replica.keys.refresh();
    void replica.providers.refresh();
    close();
  }

  return (
    <ConfirmDialog
      open
      title={words.deleteTitle(`${name} · ${target.key_label}`)}
      consequence={words.deleteConsequence(name, lost)}
      action={words.delete}
      busy={isBusy}
      error={failure}
      onConfirm={() => void remove(target.id)}
      onCancel={close}
    />
  );
}
