import { TokenDialog } from '../features/agents/token-dialog';
import { WorkspaceDialog } from '../features/agents/workspaces/workspace-dialog';
import { EditKeyDialog } from '../features/keys/edit-key-dialog';
import { useApp, useResource } from '../lib/app-context';

/** Whose limit it is. */
export interface LimitOwner {
  readonly scope: 'token' | 'workspace' | 'key';
  readonly id: string;
}

interface LimitDialogsProps {
  /** `null` while closed. */
  readonly owner: LimitOwner | null;
  readonly onClose: () => void;
}

/** The dialog in which a limit stands, whatever page is open. */
export function LimitDialogs({ owner, onClose }: LimitDialogsProps) {
  const { replica } = useApp();
  const tokens = useResource(replica.agentTokens).value ?? [];
  const keys = useResource(replica.keys).value ?? [];
  const workspaces = useResource(replica.workspaces).value ?? [];
  const find = <T extends { readonly id: string }>(scope: LimitOwner['scope'], all: readonly T[]): T | null =>
    (owner?.scope === scope && all.find(({ id }) => id === owner.id)) || null;
  return (
    <>
      <TokenDialog isForLimit target={find('token', tokens)} onClose={onClose} />
      <EditKeyDialog isForLimit target={find('key', keys)} onClose={onClose} />
      <WorkspaceDialog
        isForLimit
        target={find('workspace', workspaces)}
        onClose={onClose}
        onCreated={onClose}
      />
    </>
  );
}
