import { Plus, Search } from 'lucide-react';
import { useState } from 'react';
import type { ProviderSummary } from '../../../shared/domain/provider';
import { Button } from '../../components/button';
import { LoadedView, Page } from '../../components/page';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { CustomProviderDialog } from './custom-provider-dialog';
import { DeleteProviderDialog } from './delete-provider-dialog';
import { groupProviders } from './group-providers';
import { ProviderRow } from './provider-row';

const words = messages.providers;

export function ProvidersPage(props: { readonly onAddKey: (providerId: string) => void }) {
  const { replica } = useApp();
  const loaded = useResource(replica.providers);
  const [search, setSearch] = useState('');
  const [isAdding, setAdding] = useState(false);
  const [deleting, setDeleting] = useState<ProviderSummary | null>(null);
  return (
    <Page
      title={messages.nav.providers}
      lead={words.lead}
      actions={
        <>
          <div className="relative w-48">
            <Search className="pointer-events-none absolute top-1.5 left-2 text-muted" aria-hidden />
            <input
              type="search"
              aria-label={words.search}
              placeholder={words.search}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
              className="control w-full pl-7.5 [&::-webkit-search-cancel-button]:hidden"
            />
          </div>
          <Button onClick={() => setAdding(true)}>
            <Plus aria-hidden />
            {words.addCustom}
          </Button>
        </>
      }
    >
      <LoadedView loaded={loaded} onRetry={() => void replica.providers.refresh()}>
        {(providers) => (
          <ProviderGroups
            providers={providers}
            search={search}
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
  readonly onAddKey: (providerId: string) => void;
  readonly onDelete: (provider: ProviderSummary) => void;
}

function ProviderGroups({ providers, search, onAddKey, onDelete }: ProviderGroupsProps) {
  const groups = groupProviders(providers, search);
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
