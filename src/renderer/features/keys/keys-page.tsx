import { clsx } from 'clsx';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import type { ProviderKey } from '../../../shared/domain/key';
import { Button } from '../../components/button';
import { EmptyState, LoadedView, Page } from '../../components/page';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { nameProvider } from '../../lib/provider-name';
import { AccountQuota } from './account-quota';
import { DeleteKeyDialog } from './delete-key-dialog';
import { EditKeyDialog } from './edit-key-dialog';
import { KeyRow } from './key-row';
import { GIVES_WAY } from './narrow-columns';
import { groupByAccount } from './quota-view';

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
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  return (
    <div className="card overflow-hidden">
      <table className="w-full table-fixed text-table">
        <thead className="border-line border-b text-left text-label text-muted">
          <tr className="h-8 [&>th]:px-3 [&>th]:font-normal">
            <th>{words.columns.key}</th>
            <th className="w-34">{words.columns.secret}</th>
            <th className="w-48">{words.columns.health}</th>
            <th className={clsx('w-32', GIVES_WAY)}>{words.columns.sharing}</th>
            <th className={clsx('w-26', GIVES_WAY)}>{words.columns.lastUsed}</th>
            <th className="w-24">
              <span className="sr-only">{words.columns.actions}</span>
            </th>
          </tr>
        </thead>
        {groupByAccount(keys).map((group) => {
          const name = nameProvider(providers, group.provider);
          const provider = providers.find(({ id }) => id === group.provider);
          return (
            <tbody key={group.id} className="border-line not-first-of-type:border-t">
              {group.keys.map((key) => (
                <KeyRow
                  key={key.id}
                  apiKey={key}
                  providerName={name}
                  onEdit={() => onEdit(key)}
                  onDelete={() => onDelete(key)}
                />
              ))}
              <tr>
                <td colSpan={6} className="pr-3 pb-2.5 pl-9.5">
                  <AccountQuota group={group} tableAsOf={provider?.free_tier_as_of ?? null} />
                </td>
              </tr>
            </tbody>
          );
        })}
      </table>
    </div>
  );
}
