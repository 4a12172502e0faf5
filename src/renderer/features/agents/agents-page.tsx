import { Bot, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { AgentToken } from '../../../shared/domain/agent-token';
import { Button } from '../../components/button';
import { MarkedWord } from '../../components/marks';
import { MenuItem, MenuLine, RowMenu } from '../../components/menu';
import { EmptyState, LoadedView, Page } from '../../components/page';
import { RelativeTime } from '../../components/times';
import { useApp, useNow, useResource } from '../../lib/app-context';
import { formatDate, formatExact } from '../../lib/format';
import { messages } from '../../lib/messages';
import { RevokeTokenDialog } from './revoke-token-dialog';
import { TokenDialog } from './token-dialog';

const words = messages.agents;

export function AgentsPage(props: { readonly onCreate: () => void }) {
  const { replica } = useApp();
  const loaded = useResource(replica.agentTokens);
  const [editing, setEditing] = useState<AgentToken | null>(null);
  const [revoking, setRevoking] = useState<AgentToken | null>(null);
  const create = (
    <Button variant="primary" onClick={props.onCreate}>
      <Plus aria-hidden />
      {words.create}
    </Button>
  );
  const isEmpty = loaded.value?.length === 0;
  return (
    <Page title={messages.nav.agents} lead={words.lead} {...(isEmpty ? {} : { actions: create })}>
      <LoadedView loaded={loaded} onRetry={() => void replica.agentTokens.refresh()}>
        {(tokens) =>
          tokens.length === 0 ? (
            <EmptyState icon={<Bot aria-hidden />} title={words.empty} action={create}>
              {words.emptyLead}
            </EmptyState>
          ) : (
            <TokenTable tokens={tokens} onEdit={setEditing} onRevoke={setRevoking} />
          )
        }
      </LoadedView>
      <TokenDialog target={editing} onClose={() => setEditing(null)} />
      <RevokeTokenDialog target={revoking} onClose={() => setRevoking(null)} />
    </Page>
  );
}

interface TokenTableProps {
  readonly tokens: readonly AgentToken[];
  readonly onEdit: (token: AgentToken) => void;
  readonly onRevoke: (token: AgentToken) => void;
}

function TokenTable({ tokens, onEdit, onRevoke }: TokenTableProps) {
  return (
    <div className="card overflow-hidden">
      <table className="w-full table-fixed text-table">
        <thead className="border-line border-b text-left text-label text-muted">
          <tr className="h-8 [&>th]:px-3 [&>th]:font-normal">
            <th className="w-[20%]">{words.columns.name}</th>
            <th className="w-44">{words.columns.token}</th>
            <th>{words.columns.models}</th>
            <th className="w-30">{words.columns.expires}</th>
            <th className="w-24">{words.columns.lastUsed}</th>
            <th className="w-12">
              <span className="sr-only">{words.columns.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id} className="h-8 border-line not-first:border-t hover:bg-hover [&>td]:px-3">
              <td className="truncate" title={token.name}>
                {token.name}
              </td>
              <td className="truncate">
                <code className="mono text-muted">{token.masked}</code>
              </td>
              <td className="truncate" title={token.allowed_models.join('\n')}>
                <AllowedModels models={token.allowed_models} />
              </td>
              <td className="truncate">
                <Expiry at={token.expires_at} />
              </td>
              <td className="truncate text-muted">
                <RelativeTime at={token.last_used_at} />
              </td>
              <td className="text-right">
                <RowMenu label={words.actionsOf(token.name)}>
                  <MenuItem onSelect={() => onEdit(token)}>
                    <Pencil aria-hidden />
                    {words.edit}
                  </MenuItem>
                  <MenuLine />
                  <MenuItem isDangerous onSelect={() => onRevoke(token)}>
                    <Trash2 aria-hidden />
                    {words.revoke}
                  </MenuItem>
                </RowMenu>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AllowedModels(props: { readonly models: readonly string[] }) {
  const [first, ...rest] = props.models;
  if (first === undefined) return <span className="text-muted">{words.everyModel}</span>;
  return (
    <span>
      {first}
      {rest.length > 0 && <span className="text-muted"> {words.andMore(rest.length)}</span>}
    </span>
  );
}

function Expiry(props: { readonly at: string | null }) {
  const now = useNow();
  if (props.at === null) return <span className="text-muted">{words.never}</span>;
  if (Date.parse(props.at) <= now) return <MarkedWord tone="warn">{words.expired}</MarkedWord>;
  return (
    <time dateTime={props.at} title={formatExact(props.at)}>
      {formatDate(props.at)}
    </time>
  );
}
