import { clsx } from 'clsx';
import { KeyRound, Pause, Pencil, Play, Trash2 } from 'lucide-react';
import type { AgentToken } from '../../../shared/domain/agent-token';
import { MarkedWord } from '../../components/marks';
import { MenuItem, MenuLine, RowMenu } from '../../components/menu';
import { Switch } from '../../components/switch';
import { RelativeTime } from '../../components/times';
import { TokenRecordingItem, TokenRecordingMark } from '../../components/token-recording';
import { useApp, useNow, useResource } from '../../lib/app-context';
import { formatDate, formatExact, formatRelative } from '../../lib/format';
import { messages } from '../../lib/messages';
import { nameItem } from '../../lib/spotlight';
import { BudgetBar } from './budget-bar';
import { listLimits } from './limit-words';
import { usePause } from './use-pause';

const words = messages.agents;
/** A narrow window has no room for them; the edit dialog shows them too. */
const GIVES_WAY = '@max-[820px]:hidden';

export interface TokenActions {
  readonly onEdit: (token: AgentToken) => void;
  readonly onRotate: (token: AgentToken) => void;
  readonly onRevoke: (token: AgentToken) => void;
}

interface TokenTableProps extends TokenActions {
  readonly tokens: readonly AgentToken[];
}

/** One row for each tool: what it has spent, what it may, and when it was seen last. */
export function TokenTable({ tokens, ...actions }: TokenTableProps) {
  const { replica } = useApp();
  const workspaces = useResource(replica.workspaces).value ?? [];
  const workspaceOf = ({ workspace_id: id }: AgentToken) =>
    id === 'personal' ? undefined : workspaces.find((workspace) => workspace.id === id)?.name;
  return (
    <div className="card overflow-hidden">
      <table className="w-full table-fixed text-table">
        <thead className="border-line border-b text-left text-label text-muted">
          <tr className="h-8 [&>th]:px-3 [&>th]:font-normal">
            <th>{words.columns.name}</th>
            <th className="w-48">{words.columns.budget}</th>
            <th className={clsx('w-38', GIVES_WAY)}>{words.columns.limits}</th>
            <th className={clsx('w-34', GIVES_WAY)}>{words.columns.models}</th>
            <th className="w-36">{words.columns.lastUsed}</th>
            <th className="w-24">
              <span className="sr-only">{words.columns.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} workspace={workspaceOf(token)} {...actions} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface TokenRowProps extends TokenActions {
  readonly token: AgentToken;
  /** Left out for the person's own. */
  readonly workspace: string | undefined;
}

function TokenRow({ token, workspace, ...actions }: TokenRowProps) {
  const setEnabled = usePause();
  const limits = listLimits(token);
  return (
    <tr
      data-item={nameItem({ kind: 'token', id: token.id })}
      className="h-13 border-line not-first:border-t hover:bg-hover [&>td]:px-3"
    >
      <td>
        <span className="flex min-w-0 items-baseline gap-2">
          <span className={clsx('truncate font-medium', !token.enabled && 'text-muted')} title={token.name}>
            {token.name}
          </span>
          {workspace !== undefined && (
            <span className="shrink-0 rounded-sm bg-hover px-1.5 text-label text-muted">{workspace}</span>
          )}
        </span>
        <span className="flex min-w-0 items-center gap-2 text-label text-faint">
          <code className="mono truncate">{token.masked}</code>
          <TokenState token={token} />
          <TokenRecordingMark tokenId={token.id} />
        </span>
      </td>
      <td>
        <BudgetBar name={token.name} budget={token.budget} />
      </td>
      <td className={clsx('tabular-nums', GIVES_WAY)} title={limits.join('\n')}>
        <TwoLines lines={limits} none={words.noLimits} />
      </td>
      <td className={GIVES_WAY} title={token.allowed_models.join('\n')}>
        <AllowedModels token={token} />
      </td>
      <td>
        <span className="block truncate">
          <RelativeTime at={token.last_used_at} />
        </span>
        {token.last_used_by !== null && (
          <span className="block truncate text-label text-faint" title={token.last_used_by}>
            {token.last_used_by}
          </span>
        )}
      </td>
      <td>
        <span className="flex items-center justify-end gap-2">
          <Switch
            label={words.use(token.name)}
            checked={token.enabled}
            onChange={(enabled) => void setEnabled(token, enabled)}
          />
          <TokenMenu token={token} onPause={(enabled) => void setEnabled(token, enabled)} {...actions} />
        </span>
      </td>
    </tr>
  );
}

interface TokenMenuProps extends TokenActions {
  readonly token: AgentToken;
  readonly onPause: (enabled: boolean) => void;
}

function TokenMenu({ token, onPause, onEdit, onRotate, onRevoke }: TokenMenuProps) {
  return (
    <RowMenu label={words.actionsOf(token.name)}>
      <MenuItem onSelect={() => onEdit(token)}>
        <Pencil aria-hidden />
        {words.edit}
      </MenuItem>
      <MenuItem onSelect={() => onPause(!token.enabled)}>
        {token.enabled ? <Pause aria-hidden /> : <Play aria-hidden />}
        {token.enabled ? words.pause : words.resume}
      </MenuItem>
      <MenuItem onSelect={() => onRotate(token)}>
        <KeyRound aria-hidden />
        {words.rotate}
      </MenuItem>
      <TokenRecordingItem token={token} />
      <MenuLine />
      <MenuItem isDangerous onSelect={() => onRevoke(token)}>
        <Trash2 aria-hidden />
        {words.revoke}
      </MenuItem>
    </RowMenu>
  );
}

/** Only what is not as usual is said. */
function TokenState({ token: { enabled, expires_at: expires } }: { readonly token: AgentToken }) {
  const now = useNow();
  if (!enabled) return <MarkedWord tone="off">{words.paused}</MarkedWord>;
  if (expires === null) return null;
  if (Date.parse(expires) <= now) return <MarkedWord tone="warn">{words.expired}</MarkedWord>;
  return (
    <time dateTime={expires} title={`${formatDate(expires)}, ${formatExact(expires)}`} className="shrink-0">
      {words.expiresIn(formatRelative(expires, now))}
    </time>
  );
}

function AllowedModels({ token }: { readonly token: AgentToken }) {
  const [first, ...rest] = token.allowed_models;
  const named = first === undefined ? words.everyModel : first;
  return (
    <>
      <span className={clsx('block truncate', first === undefined && 'text-muted')}>
        {named}
        {rest.length > 0 && <span className="text-muted"> {words.andMore(rest.length)}</span>}
      </span>
      {token.free_models_only && (
        <span className="block truncate text-label text-faint">{words.freeOnly}</span>
      )}
    </>
  );
}

function TwoLines({ lines, none }: { readonly lines: readonly string[]; readonly none: string }) {
  if (lines.length === 0) return <span className="text-faint">{none}</span>;
  const half = Math.ceil(lines.length / 2);
  const shown = [lines.slice(0, half).join(' · '), lines.slice(half).join(' · ')];
  return shown.map((line, index) => (
    <span key={line} className={clsx('block truncate', index > 0 && 'text-muted')}>
      {line}
    </span>
  ));
}
