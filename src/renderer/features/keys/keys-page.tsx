import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import type { ProviderKey } from '../../../shared/domain/key';
import { Button } from '../../components/button';
import { EmptyState, LoadedView, Page } from '../../components/page';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { DeleteKeyDialog } from './delete-key-dialog';
import { EditKeyDialog } from './edit-key-dialog';
import { KeyRow } from './key-row';

const words = messages.keys;

export function KeysPage(props: { readonly onAddKey: () => void }) {
  const { replica } = useApp();
  const loaded = useResource(replica.keys);
  const [deleting, setDeleting] = useState<ProviderKey | null>(null);
  const [editing, setEditing] = useState<ProviderKey | null>(null);
  const add = (
    <Button variant="primary" onClick={props.onAddKey}>
      <Plus aria-hidden />
      {messages.actions.addKey}
    </Button>
  );
  const isEmpty = loaded.value?.length === 0;
  return (
    <Page title={messages.nav.keys} lead={words.lead} {...(isEmpty ? {} : { actions: add })}>
      <LoadedView loaded={loaded} onRetry={() => void replica.keys.refresh()}>
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
      <DeleteKeyDialog target={deleting} onClose={() => setDeleting(null)} />
      <EditKeyDialog target={editing} onClose={() => setEditing(null)} />
    </Page>
  );
}

interface KeyTableProps {
  readonly keys: readonly ProviderKey[];
  readonly onEdit: (key: ProviderKey) => void;
  readonly onDelete: (key: ProviderKey) => void;
}

function KeyTable({ keys, onEdit, onDelete }: KeyTableProps) {
  return (
    <div className="card overflow-hidden">
      <table className="w-full table-fixed text-table">
        <thead className="border-line border-b text-left text-label text-muted">
          <tr className="h-8 [&>th]:px-3 [&>th]:font-normal">
            <th>{words.columns.key}</th>
            <th className="w-34">{words.columns.secret}</th>
            <th className="w-44">{words.columns.health}</th>
            <th className="w-32 @max-[820px]:hidden">{words.columns.sharing}</th>
            <th className="w-26 @max-[820px]:hidden">{words.columns.lastUsed}</th>
            <th className="w-24">
              <span className="sr-only">{words.columns.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <KeyRow key={key.id} apiKey={key} onEdit={() => onEdit(key)} onDelete={() => onDelete(key)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
