import type { CreatedWorkspace, Workspace } from '../../../../shared/domain/workspace';
import { ConfirmedAction } from '../../../components/confirmed-action';
import { useApp } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';

const words = messages.agents.workspaces;

interface RotateWorkspaceDialogProps {
  readonly target: Workspace | null;
  readonly onClose: () => void;
  readonly onCreated: (workspace: CreatedWorkspace) => void;
}

export function RotateWorkspaceDialog({ target, onClose, onCreated }: RotateWorkspaceDialogProps) {
  const { bridge } = useApp();
  if (target === null) return null;
  return (
    <ConfirmedAction
      title={words.rotateTitle(target.name)}
      consequence={<p>{words.rotateConsequence}</p>}
      action={messages.agents.rotateAction}
      run={() => bridge.workspaces.rotate({ id: target.id })}
      onDone={(created) => {
        onClose();
        onCreated(created);
      }}
      onCancel={onClose}
    />
  );
}
