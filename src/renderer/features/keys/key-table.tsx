import { clsx } from 'clsx';
import type { ProviderKey } from '../../../shared/domain/key';
import type { ProviderSummary } from '../../../shared/domain/provider';
import { Note } from '../../components/notes';
import { Sortable, SortableGroup } from '../../components/sortable';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { nameProvider } from '../../lib/provider-name';
import { groupByAccount } from '../../lib/quota-view';
import { AccountQuota } from './account-quota';
import { groupByProvider, moveKey, type ProviderGroup } from './key-order';
import { KeyRows } from './key-row';
import { GIVES_WAY } from './narrow-columns';
import { useKeyOrder } from './use-key-order';

const words = messages.keys;

interface KeyTableProps {
  readonly keys: readonly ProviderKey[];
  readonly onEdit: (key: ProviderKey) => void;
  readonly onDelete: (key: ProviderKey) => void;
}

export function KeyTable({ keys, ...actions }: KeyTableProps) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const reorder = useKeyOrder();
  const groups = groupByProvider(keys);
  const move = (moved: string, target: string) => {
    const group = groups.find(({ keys: members }) => members.some(({ id }) => id === moved));
    if (group === undefined) return;
    const before = idsOf(group);
    const after = moveKey(before, moved, target);
    if (after === null) return;
    void reorder(group.provider, nameProvider(providers, group.provider), before, after);
  };
  return (
    <Sortable onMove={move}>
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
          {groups.map((group) => (
            <ProviderRows
              key={group.provider}
              group={group}
              name={nameProvider(providers, group.provider)}
              provider={providers.find(({ id }) => id === group.provider)}
              {...actions}
            />
          ))}
        </table>
      </div>
    </Sortable>
  );
}

const idsOf = (group: ProviderGroup) => group.keys.map(({ id }) => id);

interface ProviderRowsProps extends Omit<KeyTableProps, 'keys'> {
  readonly group: ProviderGroup;
  readonly name: string;
  readonly provider: ProviderSummary | undefined;
}

/** A provider's keys in the order in which they are tried, then what their accounts have left. */
function ProviderRows({ group, name, provider, onEdit, onDelete }: ProviderRowsProps) {
  const accounts = groupByAccount(group.keys);
  const rule = accounts.length > 1 ? (provider?.account_rule ?? null) : null;
  return (
    <>
      <SortableGroup ids={idsOf(group)}>
        {group.keys.map((key, index) => (
          <KeyRows
            key={key.id}
            apiKey={key}
            providerName={name}
            place={index + 1}
            of={group.keys.length}
            terms={provider?.terms ?? []}
            onEdit={() => onEdit(key)}
            onDelete={() => onDelete(key)}
          />
        ))}
      </SortableGroup>
      <tbody>
        {accounts.map((account) => (
          <tr key={account.id}>
            <td colSpan={6} className="pr-3 pb-2.5 pl-15.5">
              <AccountQuota
                group={account}
                isOneOfSeveral={accounts.length > 1}
                tableAsOf={provider?.free_tier_as_of ?? null}
              />
            </td>
          </tr>
        ))}
        {rule !== null && (
          <tr>
            <td colSpan={6} className="px-3 pb-2.5">
              <Note tone="info">{words.severalAccounts(rule)}</Note>
            </td>
          </tr>
        )}
      </tbody>
    </>
  );
}
