import type { ProviderSummary } from '../../../shared/domain/provider';
import { ConfirmedAction } from '../../components/confirmed-action';
import { useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';

const words = messages.providers;

interface DeleteProviderDialogProps {
  readonly target: ProviderSummary | null;
  readonly onClose: () => void;
}

export function DeleteProviderDialog({ target, onClose }: DeleteProviderDialogProps) {
  const { bridge, replica } = useApp();
  if (target === null) return null;
  return (
    <ConfirmedAction
      title={words.delete(target.name)}
      consequence={words.deleteConsequence(target.id, target.key_count)}
      action={words.deleteAction}
      run={() => bridge.providers.delete({ id: target.id })}
      onDone={() => {
        void replica.providers.refresh();
        void replica.keys.refresh();
        onClose();
      }}
      onCancel={onClose}
    />
  );
}
