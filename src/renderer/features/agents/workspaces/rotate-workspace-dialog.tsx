import type { CreatedWorkspace, Workspace } from '../../../../shared/domain/workspace';
import { ConfirmDialog } from '../../../components/dialog';
import { useApp } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { useConfirmed } from './use-confirmed';

const words = messages.agents.workspaces;

interface RotateWorkspaceDialogProps {
  readonly target: Workspace | null;
  readonly onClose: () => void;
  readonly onCreated: (workspace: CreatedWorkspace) => void;
}

export function RotateWorkspaceDialog({ target, onClose, onCreated }: RotateWorkspaceDialogProps) {
  const { bridge } = useApp();
  const { run, forget, ...state } = useConfirmed<CreatedWorkspace>((created) => {
    onClose();
    onCreated(created);
  });
  if (target === null) return null;
  return (
    <ConfirmDialog
      open
      title={words.rotateTitle(target.name)}
      consequence={<p>{words.rotateConsequence}</p>}
      action={messages.agents.rotateAction}
      {...state}
      onConfirm={() => void run(bridge.workspaces.rotate({ id: target.id }))}
      onCancel={() => {
        forget();
        onClose();
      }}
    />
  );
}
