import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { CreatedWorkspace, Workspace } from '../../../../shared/domain/workspace';
import { Button } from '../../../components/button';
import { LoadedView } from '../../../components/page';
import { useApp, useResource } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { CredentialDialog } from './credential-dialog';
import { DeleteWorkspaceDialog } from './delete-workspace-dialog';
import { RotateWorkspaceDialog } from './rotate-workspace-dialog';
import { WorkspaceDialog } from './workspace-dialog';
import { WorkspaceList } from './workspace-list';

const words = messages.agents.workspaces;

/** Below the tokens, because most people have one workspace and never look. */
export function Workspaces() {
  const { replica } = useApp();
  const loaded = useResource(replica.workspaces);
  const [target, setTarget] = useState<Workspace | 'new' | null>(null);
  const [rotating, setRotating] = useState<Workspace | null>(null);
  const [deleting, setDeleting] = useState<Workspace | null>(null);
  const [created, setCreated] = useState<CreatedWorkspace | null>(null);
  return (
    <section aria-label={words.title} className="flex flex-col gap-2 pt-2">
      <header className="flex items-end gap-4">
        <div className="grow">
          <h2 className="font-medium">{words.title}</h2>
          <p className="text-table text-muted">{words.lead}</p>
        </div>
        <Button variant="quiet" onClick={() => setTarget('new')}>
          <Plus aria-hidden />
          {words.create}
        </Button>
      </header>
      <LoadedView loaded={loaded} onRetry={() => void replica.refreshAll()}>
        {(workspaces) => (
          <WorkspaceList
            workspaces={workspaces}
            onEdit={setTarget}
            onRotate={setRotating}
            onDelete={setDeleting}
          />
        )}
      </LoadedView>
      <WorkspaceDialog target={target} onClose={() => setTarget(null)} onCreated={setCreated} />
      <RotateWorkspaceDialog target={rotating} onClose={() => setRotating(null)} onCreated={setCreated} />
      <DeleteWorkspaceDialog target={deleting} onClose={() => setDeleting(null)} />
      <CredentialDialog workspace={created} onClose={() => setCreated(null)} />
    </section>
  );
}
