import { Plus, Search } from 'lucide-react';
import { useState } from 'react';
import type { ProviderSummary } from '../../../shared/domain/provider';
import { Button } from '../../components/button';
import { LoadedView, Page } from '../../components/page';
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
        <SearchField value={search} onChange={setSearch} />
        <Segmented
          label={words.filter}
          value={filter}
          onChange={setFilter}
          options={PROVIDER_FILTERS.map((value) => ({ value, label: words.filters[value] }))}
        />
      </div>
      <LoadedView loaded={loaded} onRetry={() => void replica.providers.refresh()}>
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

interface SearchFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function SearchField({ value, onChange }: SearchFieldProps) {
  return (
    <div className="relative w-64">
      <Search className="pointer-events-none absolute top-1.5 left-2 text-muted" aria-hidden />
      <input
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="control w-full pl-7.5 [&::-webkit-search-cancel-button]:hidden"
      />
    </div>
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
