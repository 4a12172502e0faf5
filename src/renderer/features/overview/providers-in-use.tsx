import { Plus } from 'lucide-react';
import type { ProviderSummary } from '../../../shared/domain/provider';
import { Button } from '../../components/button';
import { HealthWord, MarkedWord } from '../../components/marks';
import { Monogram } from '../../components/monogram';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';

interface ProvidersInUseProps {
  readonly onAddKey: () => void;
  readonly onOpenProviders: () => void;
}

export function ProvidersInUse({ onAddKey, onOpenProviders }: ProvidersInUseProps) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const configured = providers.filter((provider) => provider.configured && provider.kind !== 'builtin');
  const words = messages.overview;
  return (
    <section className="card min-w-0" aria-label={words.providers}>
      <header className="flex h-10 items-center justify-between border-line border-b pr-1.5 pl-3">
        <h2 className="font-medium">{words.providers}</h2>
        <Button variant="quiet" onClick={onOpenProviders}>
          {words.openProviders}
        </Button>
      </header>
      {configured.length === 0 && <p className="px-3 py-4 text-muted">{words.noProviders}</p>}
      <ul className={configured.length === 0 ? undefined : 'py-1'}>
        {configured.map((provider) => (
          <li key={provider.id} className="flex h-8 items-center gap-2 px-3 text-table">
            <Monogram id={provider.id} name={provider.name} />
            <span className="min-w-0 grow truncate">{provider.name}</span>
            <span className="shrink-0">
              <ProviderWord provider={provider} />
            </span>
          </li>
        ))}
      </ul>
      <footer className="border-line border-t p-1.5">
        <Button variant="quiet" onClick={onAddKey}>
          <Plus aria-hidden />
          {messages.actions.addKey}
        </Button>
      </footer>
    </section>
  );
}

function ProviderWord({ provider }: { readonly provider: ProviderSummary }) {
  if (!provider.enabled) return <MarkedWord tone="off">{messages.providers.off}</MarkedWord>;
  if (provider.health !== null) return <HealthWord status={provider.health} />;
  return <MarkedWord tone="ok">{messages.providers.ready}</MarkedWord>;
}
