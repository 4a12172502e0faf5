import { useState } from 'react';
import type { ApiError } from '../../../shared/domain/event';
import type { ProviderSummary } from '../../../shared/domain/provider';
import { ConfirmDialog } from '../../components/dialog';
import { useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';

const words = messages.providers;

interface DeleteProviderDialogProps {
  readonly target: ProviderSummary | null;
  readonly onClose: () => void;
}

export function DeleteProviderDialog({ target, onClose }: DeleteProviderDialogProps) {
  const { bridge, replica } = useApp();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  if (target === null) return null;

  function close(): void {
    setFailure(null);
    onClose();
  }

  async function remove(id: string): Promise<void> {
    setBusy(true);
    const result = await settle(bridge.providers.delete({ id }));
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    void replica.providers.refresh();
    void replica.keys.refresh();
    close();
  }

  return (
    <ConfirmDialog
      open
      title={words.delete(target.name)}
      consequence={words.deleteConsequence(target.id, target.key_count)}
      action={words.deleteAction}
      busy={isBusy}
      error={failure}
      onConfirm={() => void remove(target.id)}
      onCancel={close}
    />
  );
}
