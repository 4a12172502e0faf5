import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ProviderSummary } from '../../../shared/domain/provider';
import { Button } from '../../components/button';
import { Hint } from '../../components/hint';
import { HealthWord } from '../../components/marks';
import { Monogram } from '../../components/monogram';
import { ShareRing } from '../../components/share-ring';
import { useApp, useNow, useResource } from '../../lib/app-context';
import { formatShare } from '../../lib/format';
import { messages } from '../../lib/messages';
import { nameProvider } from '../../lib/provider-name';
import { type AccountGroup, groupByAccount, type RingView } from '../../lib/quota-view';
import { describeLeft, describeModels, describeSource, writeReset } from '../../lib/quota-words';
import { chooseRings, type WindowRing } from './account-rings';

const words = messages.overview.accounts;
const SHOWN = 8;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

interface AccountsCardProps {
  readonly onAddKey: () => void;
  readonly onOpenKeys: () => void;
}

/** What is left of every account, and what answers without one. */
export function AccountsCard({ onAddKey, onOpenKeys }: AccountsCardProps) {
  const { replica } = useApp();
  const readKeys = useResource(replica.keys);
  const readProviders = useResource(replica.providers);
  const keys = readKeys.value ?? [];
  const providers = readProviders.value ?? [];
  const accounts = groupByAccount(keys.filter((key) => key.enabled));
  const keyless = providers.filter((provider) => isKeyless(provider) && provider.enabled);
  const hidden = accounts.length - SHOWN;
  const isUnread = readKeys.value === null || readProviders.value === null;
  const hasFailed = isUnread && (readKeys.error ?? readProviders.error) !== null;
  return (
    <section className="card min-w-0" aria-label={words.title}>
      <header className="flex h-10 items-center border-line border-b pr-1.5 pl-3">
        <h2 className="grow font-medium">{words.title}</h2>
        <Button variant="quiet" onClick={onAddKey}>
          <Plus aria-hidden />
          {messages.actions.addKey}
        </Button>
        <Button variant="quiet" onClick={onOpenKeys}>
          {words.openKeys}
        </Button>
      </header>
      {accounts.length + keyless.length === 0 && (hasFailed || !isUnread) && (
        <p className="px-3 py-4 text-muted">{hasFailed ? messages.overview.unread : words.none}</p>
      )}
      <ul className="divide-y divide-line">
        {accounts.slice(0, SHOWN).map((account) => (
          <Account key={account.id} account={account} providers={providers} />
        ))}
        {keyless.map((provider) => (
          <Row key={provider.id} id={provider.id} name={provider.name} detail={describeKeyless(provider)}>
            {provider.health !== null && provider.health !== 'healthy' && (
              <HealthWord status={provider.health} />
            )}
          </Row>
        ))}
      </ul>
      {hidden > 0 && (
        <footer className="border-line border-t p-1.5">
          <Button variant="quiet" onClick={onOpenKeys}>
            {words.more(hidden)}
          </Button>
        </footer>
      )}
    </section>
  );
}

function isKeyless({ kind, configured, key_count: keys }: ProviderSummary): boolean {
  return configured && keys === 0 && kind !== 'builtin';
}

function describeKeyless({ kind }: ProviderSummary): string {
  return kind === 'local' ? words.onThisComputer : words.noAccount;
}

interface RowProps {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly children: ReactNode;
}

function Row({ id, name, detail, children }: RowProps) {
  return (
    <li className="flex min-h-12 items-center gap-2.5 px-3 py-1.5 text-table">
      <Monogram id={id} name={name} isLarge />
      <span className="flex min-w-0 grow flex-col">
        <span className="truncate">{name}</span>
        <span className="truncate text-label text-muted">{detail}</span>
      </span>
      {children}
    </li>
  );
}

interface AccountProps {
  readonly account: AccountGroup;
  readonly providers: readonly ProviderSummary[];
}

function Account({ account, providers }: AccountProps) {
  const { provider, keys, quota } = account;
  const now = useNow(quota.length === 0 ? MINUTE_MS : SECOND_MS);
  const rings = chooseRings(quota, now);
  const isFailing = keys.every(({ health }) => health.status === 'unhealthy');
  const tableAsOf = providers.find(({ id }) => id === provider)?.free_tier_as_of ?? null;
  const detail = keys.length > 1 ? `${account.account} · ${words.keys(keys.length)}` : account.account;
  const wasUsed = keys.some((key) => key.last_used_at !== null);
  return (
    <Row id={provider} name={nameProvider(providers, provider)} detail={detail}>
      {isFailing ? (
        <HealthWord status="unhealthy" />
      ) : rings.length === 0 ? (
        <span className="flex items-center gap-1.5 text-label text-faint">
          <ShareRing share={null} />
          {wasUsed ? words.silent : words.unused}
        </span>
      ) : (
        rings.map((ring) => (
          <Ring key={ring.ring.quota.window} place={ring} now={now} tableAsOf={tableAsOf} />
        ))
      )}
    </Row>
  );
}

interface RingProps {
  readonly place: WindowRing;
  readonly now: number;
  readonly tableAsOf: string | null;
}

function Ring({ place, now, tableAsOf }: RingProps) {
  const { ring, model } = place;
  const { share } = ring;
  const hint = (
    <>
      <p>
        {describeModels(model)}: {describeLeft(ring)}
      </p>
      <p className="text-muted">{describeSource(ring, now, tableAsOf)}</p>
    </>
  );
  return (
    <Hint text={hint}>
      <span
        // biome-ignore lint/a11y/noNoninteractiveTabindex: where the number comes from shows on focus too
        tabIndex={0}
        className="flex w-34 shrink-0 items-center gap-2 rounded-sm text-label whitespace-nowrap tabular-nums"
      >
        <ShareRing share={share} isLarge />
        <span className="flex min-w-0 flex-col leading-[15px]">
          <span className={share === 0 ? 'text-bad-text' : share === null ? 'text-faint' : undefined}>
            {share === null ? words.unknown : words.left(formatShare(share))}
          </span>
          <span className="truncate text-muted">{describeWindow(ring, now)}</span>
        </span>
      </span>
    </Hint>
  );
}

function describeWindow({ quota, isOver }: RingView, now: number): string {
  const window = words.windows[quota.window];
  const at = quota.resets_at === null || isOver ? null : writeReset(quota.resets_at, now);
  return at === null ? window : words.windowResets(window, at);
}
