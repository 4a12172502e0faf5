import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { ProviderSummary } from '../../../shared/domain/provider';
import { Button } from '../../components/button';
import { LoadedView, Page } from '../../components/page';
import { SearchField } from '../../components/search-field';
import { Segmented } from '../../components/segmented';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { CustomProviderDialog } from './custom-provider-dialog';
import { DeleteProviderDialog } from './delete-provider-dialog';
import { groupProviders, PROVIDER_FILTERS, type ProviderFilter } from './group-providers';
import { ProviderRow } from './provider-row';

const words = messages.providers;

export function ProvidersPage(props: { readonly onAddKey: (providerId: string) => void }) {
  const { replica } = useApp();
  const loaded = useResource(replica.providers);
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<ProviderFilter>('all');
  const [isAdding, setAdding] = useState(false);
  const [deleting, setDeleting] = useState<ProviderSummary | null>(null);
  return (
    <Page
      title={messages.nav.providers}
      lead={words.lead}
      actions={
        <Button onClick={() => setAdding(true)}>
          <Plus aria-hidden />
          {words.addCustom}
        </Button>
      }
    >
      <div className="flex items-center gap-2">
        <div className="w-64">
          <SearchField label={words.search} value={search} onChange={setSearch} />
        </div>
        <Segmented
          label={words.filter}
          value={filter}
          onChange={setFilter}
          options={PROVIDER_FILTERS.map((value) => ({ value, label: words.filters[value] }))}
        />
      </div>
      <LoadedView loaded={loaded} onRetry={() => void replica.refreshAll()}>
        {(providers) => (
          <ProviderGroups
            providers={providers}
            search={search}
            filter={filter}
            onAddKey={props.onAddKey}
            onDelete={setDeleting}
          />
        )}
      </LoadedView>
      <CustomProviderDialog open={isAdding} onClose={() => setAdding(false)} onAddKey={props.onAddKey} />
      <DeleteProviderDialog target={deleting} onClose={() => setDeleting(null)} />
    </Page>
  );
}

interface ProviderGroupsProps {
  readonly providers: readonly ProviderSummary[];
  readonly search: string;
  readonly filter: ProviderFilter;
  readonly onAddKey: (providerId: string) => void;
  readonly onDelete: (provider: ProviderSummary) => void;
}

function ProviderGroups({ providers, search, filter, onAddKey, onDelete }: ProviderGroupsProps) {
  const groups = groupProviders(providers, search, filter);
  if (groups.length === 0) return <p className="text-muted">{messages.nothingFound}</p>;
  return groups.map(({ group, members }) => (
    <section key={group} aria-label={words.groups[group]}>
      <h2 className="mb-2 font-medium">
        {words.groups[group]} <span className="font-normal text-faint tabular-nums">{members.length}</span>
      </h2>
      <ul className="card divide-y divide-line">
        {members.map((provider) => (
          <ProviderRow
            key={provider.id}
            provider={provider}
            onAddKey={() => onAddKey(provider.id)}
            onDelete={() => onDelete(provider)}
          />
        ))}
      </ul>
    </section>
  ));
}
