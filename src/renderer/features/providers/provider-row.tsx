import { clsx } from 'clsx';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ApiError } from '../../../shared/domain/event';
import type { ProviderSummary } from '../../../shared/domain/provider';
import { Button, IconButton } from '../../components/button';
import { ConnectButton } from '../../components/connect-button';
import { KeyPageLink } from '../../components/key-page-link';
import { HealthWord, MarkedWord } from '../../components/marks';
import { Monogram } from '../../components/monogram';
import { ErrorNote } from '../../components/notes';
import { Switch } from '../../components/switch';
import { useApp } from '../../lib/app-context';
import { formatMonth } from '../../lib/format';
import { messages } from '../../lib/messages';
import { nameItem } from '../../lib/spotlight';
import { switchProvider } from '../../lib/switch-provider';

const words = messages.providers;

interface ProviderRowProps {
  readonly provider: ProviderSummary;
  readonly onAddKey: () => void;
  readonly onDelete: () => void;
}

export function ProviderRow({ provider, onAddKey, onDelete }: ProviderRowProps) {
  const { failure, setEnabled } = useProviderSwitch(provider);
  return (
    <li
      className="px-3 py-2"
      data-provider={provider.id}
      data-item={nameItem({ kind: 'provider', id: provider.id })}
    >
      <div className="flex items-center gap-3">
        <Monogram id={provider.id} name={provider.name} isLarge />
        <ProviderText provider={provider} />
        <ProviderState provider={provider} />
        <div className="flex min-w-36 shrink-0 items-center justify-end gap-2">
          {provider.custom && (
            <IconButton label={words.delete(provider.name)} onClick={onDelete}>
              <Trash2 aria-hidden />
            </IconButton>
          )}
          <KeyActions provider={provider} onAddKey={onAddKey} />
          <Switch
            label={words.use(provider.name)}
            checked={provider.enabled && provider.refused === null}
            disabled={provider.refused !== null}
            onChange={(enabled) => void setEnabled(enabled)}
          />
        </div>
      </div>
      {failure !== null && (
        <div className="mt-2">
          <ErrorNote error={failure} />
        </div>
      )}
    </li>
  );
}

function useProviderSwitch(provider: ProviderSummary) {
  const app = useApp();
  const [failure, setFailure] = useState<ApiError | null>(null);

  async function setEnabled(enabled: boolean): Promise<void> {
    setFailure(await switchProvider(app, provider, enabled));
  }

  return { failure, setEnabled };
}

/** Its name, what its terms mean for prompts, and what it gives for nothing. */
function ProviderText({ provider }: { readonly provider: ProviderSummary }) {
  return (
    <div className="min-w-0 grow">
      <p className="flex min-w-0 items-center gap-x-2 @max-[860px]:flex-wrap">
        <span className="truncate font-medium">{provider.name}</span>
        <code className="mono shrink-0 text-label text-faint @max-[860px]:hidden">{provider.id}</code>
        {provider.anonymous && <Label className="bg-panel text-muted">{words.anonymous}</Label>}
        {provider.terms.map((term) => (
          <Label key={term} className="bg-warn-soft text-warn-text" title={words.termHint}>
            {term}
          </Label>
        ))}
      </p>
      <p
        className="flex min-w-0 gap-x-2 text-table text-muted @max-[860px]:flex-wrap"
        title={describe(provider)}
      >
        <span className="truncate @max-[860px]:whitespace-normal">{describe(provider)}</span>
        <TableDate provider={provider} />
      </p>
    </div>
  );
}

function KeyActions({ provider, onAddKey }: Pick<ProviderRowProps, 'provider' | 'onAddKey'>) {
  const { refused, kind, key_url: page, key_count: keys, id } = provider;
  if (refused !== null || kind === 'local' || kind === 'builtin') return null;
  return (
    <>
      {page !== null && keys === 0 && <KeyPageLink providerId={id}>{words.getKey}</KeyPageLink>}
      {keys === 0 && <ConnectButton provider={provider} />}
      <Button variant="quiet" onClick={onAddKey}>
        {messages.actions.addKey}
      </Button>
    </>
  );
}

/** In a column of its own, so that the states of all rows stand below each other. */
function ProviderState({ provider }: { readonly provider: ProviderSummary }) {
  const { enabled, configured, kind, key_count: keys } = provider;
  const isSilent =
    provider.refused !== null || (enabled && !configured && kind !== 'local' && !provider.anonymous);
  if (isSilent) return null;
  return (
    <span className="flex shrink-0 items-center gap-3 text-table">
      {keys > 0 && <span className="text-muted tabular-nums">{words.keys(keys)}</span>}
      <span className="flex w-36">
        <StateWord provider={provider} />
      </span>
    </span>
  );
}

function StateWord({ provider }: { readonly provider: ProviderSummary }) {
  if (!provider.enabled) return <MarkedWord tone="off">{words.off}</MarkedWord>;
  if (!provider.configured && provider.anonymous) {
    return (
      <span title={words.anonymousOffHint}>
        <MarkedWord tone="off">{words.anonymousOff}</MarkedWord>
      </span>
    );
  }
  if (!provider.configured) return <MarkedWord tone="off">{words.notRunning}</MarkedWord>;
  if (provider.anonymous && provider.key_count === 0 && provider.health === 'healthy') {
    return <MarkedWord tone="ok">{words.anonymousOn}</MarkedWord>;
  }
  if (provider.health !== null) return <HealthWord status={provider.health} />;
  return <MarkedWord tone="ok">{provider.kind === 'local' ? words.running : words.ready}</MarkedWord>;
}

interface LabelProps {
  readonly className: string;
  readonly title?: string;
  readonly children: string;
}

function Label({ className, children, title }: LabelProps) {
  return (
    <span className={clsx('shrink-0 rounded-sm px-1.5 text-label', className)} title={title}>
      {children}
    </span>
  );
}

/** What a table said on a day is not what is true today. */
function TableDate({ provider }: { readonly provider: ProviderSummary }) {
  const { free_tier: tier, free_tier_as_of: date, refused, kind } = provider;
  if (tier === null || date === null || refused !== null || kind === 'local') return null;
  return (
    <span className="shrink-0 text-faint tabular-nums" title={words.asOfHint(date)}>
      {words.asOf(formatMonth(date))}
    </span>
  );
}

function describe(provider: ProviderSummary): string {
  if (provider.refused !== null) return provider.refused;
  if (provider.free_tier !== null) return provider.free_tier;
  return provider.base_url;
}
