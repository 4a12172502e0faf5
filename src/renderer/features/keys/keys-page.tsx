import { FileInput, KeyRound, Plus, UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { ProviderKey } from '../../../shared/domain/key';
import { Button } from '../../components/button';
import { EmptyState, LoadedView, Page } from '../../components/page';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { DeleteKeyDialog } from './delete-key-dialog';
import { EditKeyDialog } from './edit-key-dialog';
import { Invites } from './invites/invites';
import { KeyTable } from './key-table';

const words = messages.keys;

interface KeysPageProps {
  readonly onAddKey: () => void;
  readonly onImport: () => void;
  readonly onAddReply: () => void;
}

export function KeysPage(props: KeysPageProps) {
  const { replica } = useApp();
  const loaded = useResource(replica.keys);
  const [deleting, setDeleting] = useState<ProviderKey | null>(null);
  const [editing, setEditing] = useState<ProviderKey | null>(null);
  const [invite, setInvite] = useState<string | null>(null);
  const inviteSomebody = (
    <Button onClick={() => setInvite('new')}>
      <UserPlus aria-hidden />
      {messages.invites.invite}
    </Button>
  );
  const add = (
    <Button variant="primary" onClick={props.onAddKey}>
      <Plus aria-hidden />
      {messages.actions.addKey}
    </Button>
  );
  const isEmpty = loaded.value?.length === 0;
  return (
    <Page
      title={messages.nav.keys}
      lead={words.lead}
      actions={
        <>
          {inviteSomebody}
          <Button onClick={props.onImport}>
            <FileInput aria-hidden />
            {messages.keyImport.open}
          </Button>
          {!isEmpty && add}
        </>
      }
    >
      <LoadedView loaded={loaded} onRetry={() => void replica.refreshAll()}>
        {(keys) =>
          keys.length === 0 ? (
            <EmptyState icon={<KeyRound aria-hidden />} title={words.empty} action={add}>
              {words.emptyLead}
            </EmptyState>
          ) : (
            <KeyTable keys={keys} onEdit={setEditing} onDelete={setDeleting} />
          )
        }
      </LoadedView>
      <Invites target={invite} onTarget={setInvite} onAddReply={props.onAddReply} />
      <DeleteKeyDialog target={deleting} onClose={() => setDeleting(null)} />
      <EditKeyDialog target={editing} onClose={() => setEditing(null)} />
    </Page>
  );
}
