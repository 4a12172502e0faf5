import type { CreatedWorkspace } from '../../../../shared/domain/workspace';
import { Button } from '../../../components/button';
import { CopyButton } from '../../../components/copy-button';
import { Dialog, DialogBody, DialogFooter } from '../../../components/dialog';
import { Note } from '../../../components/notes';
import { messages } from '../../../lib/messages';

const words = messages.agents.workspaces;

interface CredentialDialogProps {
  readonly workspace: CreatedWorkspace | null;
  readonly onClose: () => void;
}

/** The only time the whole credential can be seen. */
export function CredentialDialog({ workspace, onClose }: CredentialDialogProps) {
  if (workspace === null) return null;
  return (
    <Dialog open onClose={onClose} title={words.createdTitle(workspace.name)} isDismissable={false} isWide>
      <DialogBody>
        <Note tone="warn">{words.shownOnce}</Note>
        <div className="flex items-center gap-2">
          <code className="mono control flex min-w-0 grow items-center text-table">
            <span className="truncate">{workspace.credential}</span>
          </code>
          <CopyButton text={workspace.credential} what={words.what} isPrimary />
        </div>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{messages.agents.done}</Button>
      </DialogFooter>
    </Dialog>
  );
}
