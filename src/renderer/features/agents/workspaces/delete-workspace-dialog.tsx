import type { Workspace } from '../../../../shared/domain/workspace';
import { ConfirmedAction } from '../../../components/confirmed-action';
import { useApp } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { useOwned } from './use-contents';

const words = messages.agents.workspaces;

interface DeleteWorkspaceDialogProps {
  readonly target: Workspace | null;
  readonly onClose: () => void;
}

export function DeleteWorkspaceDialog({ target, onClose }: DeleteWorkspaceDialogProps) {
  return target === null ? null : <Confirmation target={target} onClose={onClose} />;
}

/** Names what goes with it, because none of that comes back. */
function Confirmation({ target, onClose }: { readonly target: Workspace; readonly onClose: () => void }) {
  const { bridge, replica } = useApp();
  const owned = useOwned(target);
  return (
    <ConfirmedAction
      title={words.deleteTitle(target.name)}
      consequence={<p>{owned.isEmpty ? words.deleteEmpty : words.deleteConsequence(owned.text)}</p>}
      action={words.delete}
      run={() => bridge.workspaces.delete({ id: target.id, with_contents: !owned.isEmpty })}
      onDone={() => {
        void replica.workspaces.refresh();
        onClose();
      }}
      onCancel={onClose}
    />
  );
}
