import { clsx } from 'clsx';
import { KeyRound, Pencil, Trash2 } from 'lucide-react';
import { toast } from 'sonner';
import type { Workspace } from '../../../../shared/domain/workspace';
import { MenuItem, MenuLine, RowMenu } from '../../../components/menu';
import { Switch } from '../../../components/switch';
import { RelativeTime } from '../../../components/times';
import { useApp } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { settle } from '../../../lib/settle';
import { BudgetBar } from '../budget-bar';
import { listLimits } from '../limit-words';
import { useContents } from './use-contents';

const words = messages.agents.workspaces;
const PERSONAL = 'personal';

interface WorkspaceActions {
  readonly onEdit: (workspace: Workspace) => void;
  readonly onRotate: (workspace: Workspace) => void;
  readonly onDelete: (workspace: Workspace) => void;
}

interface WorkspaceListProps extends WorkspaceActions {
  readonly workspaces: readonly Workspace[];
}

export function WorkspaceList({ workspaces, ...actions }: WorkspaceListProps) {
  return (
    <ul className="card divide-y divide-line">
      {workspaces.map((workspace) => (
        <WorkspaceRow key={workspace.id} workspace={workspace} {...actions} />
      ))}
    </ul>
  );
}

interface WorkspaceRowProps extends WorkspaceActions {
  readonly workspace: Workspace;
}

function WorkspaceRow({ workspace, ...actions }: WorkspaceRowProps) {
  const contents = useContents(workspace);
  const limits = listLimits(workspace).join(' · ');
  return (
    <li className="flex min-h-13 items-center text-table *:px-3">
      <div className="min-w-0 grow">
        <p className="flex items-baseline gap-2">
          <span className="truncate font-medium">{workspace.name}</span>
          {workspace.id === PERSONAL && <span className="text-label text-faint">{words.personal}</span>}
        </p>
        <p className="flex gap-2 text-label text-faint">
          <code className="mono selectable shrink-0">{workspace.client_id}</code>
          <span className="truncate">{contents}</span>
        </p>
      </div>
      <div className="w-48 shrink-0">
        <BudgetBar name={workspace.name} budget={workspace.budget} />
      </div>
      <span
        className={clsx(
          'w-38 shrink-0 truncate tabular-nums @max-[820px]:hidden',
          limits === '' && 'text-faint',
        )}
        title={limits}
      >
        {limits === '' ? messages.agents.noLimits : limits}
      </span>
      <CredentialUse workspace={workspace} />
      <span className="flex w-24 shrink-0 items-center justify-end gap-2">
        <CredentialSwitch workspace={workspace} />
        <WorkspaceMenu workspace={workspace} {...actions} />
      </span>
    </li>
  );
}

function WorkspaceMenu({ workspace, ...actions }: WorkspaceRowProps) {
  return (
    <RowMenu label={words.menu(workspace.name)}>
      <MenuItem onSelect={() => actions.onEdit(workspace)}>
        <Pencil aria-hidden />
        {words.edit}
      </MenuItem>
      <MenuItem onSelect={() => actions.onRotate(workspace)}>
        <KeyRound aria-hidden />
        {words.rotate}
      </MenuItem>
      {workspace.id !== PERSONAL && (
        <>
          <MenuLine />
          <MenuItem isDangerous onSelect={() => actions.onDelete(workspace)}>
            <Trash2 aria-hidden />
            {words.delete}
          </MenuItem>
        </>
      )}
    </RowMenu>
  );
}

/** Of the client credential alone: agent tokens have their own. */
function CredentialUse({ workspace }: Pick<WorkspaceRowProps, 'workspace'>) {
  const { credential_enabled: isOn, last_used_at: at } = workspace;
  return (
    <span className="w-36 shrink-0 @min-[820px]:w-70">
      <span className={clsx('block truncate', !isOn && 'text-muted')}>
        {isOn ? words.credential : words.credentialOff}
      </span>
      <span className="block truncate text-label text-faint">
        {at === null ? words.credentialUnused : <RelativeTime at={at} />}
      </span>
    </span>
  );
}

function CredentialSwitch({ workspace }: Pick<WorkspaceRowProps, 'workspace'>) {
  const setEnabled = useCredentialSwitch(workspace);
  return (
    <Switch
      label={words.useCredential(workspace.name)}
      checked={workspace.credential_enabled}
      onChange={(enabled) => void setEnabled(enabled)}
    />
  );
}

function useCredentialSwitch({ id, name }: Workspace) {
  const { bridge, replica } = useApp();
  return async function setEnabled(enabled: boolean): Promise<void> {
    const result = await settle(bridge.workspaces.update({ id, change: { credential_enabled: enabled } }));
    if (!result.ok) {
      toast.error(result.error.message);
      return;
    }
    void replica.workspaces.refresh();
    if (enabled) return;
    toast(words.credentialSaid(name), {
      action: { label: messages.actions.undo, onClick: () => void setEnabled(true) },
    });
  };
}
