import { Bot, Plus } from 'lucide-react';
import { useState } from 'react';
import type { AgentToken } from '../../../shared/domain/agent-token';
import { Button } from '../../components/button';
import { EmptyState, LoadedView, Page } from '../../components/page';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { RevokeTokenDialog } from './revoke-token-dialog';
import { RotateTokenDialog } from './rotate-token-dialog';
import { TokenDialog } from './token-dialog';
import { TokenTable } from './token-table';
import { useFreshBudgets } from './use-fresh-budgets';
import { Workspaces } from './workspaces/workspaces';

const words = messages.agents;

export function AgentsPage(props: { readonly onCreate: () => void }) {
  const { replica } = useApp();
  const loaded = useResource(replica.agentTokens);
  const [editing, setEditing] = useState<AgentToken | null>(null);
  const [rotating, setRotating] = useState<AgentToken | null>(null);
  const [revoking, setRevoking] = useState<AgentToken | null>(null);
  useFreshBudgets();
  const create = (
    <Button variant="primary" onClick={props.onCreate}>
      <Plus aria-hidden />
      {words.create}
    </Button>
  );
  const isEmpty = loaded.value?.length === 0;
  return (
    <Page title={messages.nav.agents} lead={words.lead} {...(isEmpty ? {} : { actions: create })}>
      <LoadedView loaded={loaded} onRetry={() => void replica.refreshAll()}>
        {(tokens) =>
          tokens.length === 0 ? (
            <EmptyState icon={<Bot aria-hidden />} title={words.empty} action={create}>
              {words.emptyLead}
            </EmptyState>
          ) : (
            <TokenTable tokens={tokens} onEdit={setEditing} onRotate={setRotating} onRevoke={setRevoking} />
          )
        }
      </LoadedView>
      <Workspaces />
      <TokenDialog target={editing} onClose={() => setEditing(null)} />
      <RotateTokenDialog target={rotating} onClose={() => setRotating(null)} />
      <RevokeTokenDialog target={revoking} onClose={() => setRevoking(null)} />
    </Page>
  );
}
