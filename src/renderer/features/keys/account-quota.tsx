import { clsx } from 'clsx';
import { useState } from 'react';
import type { QuotaWindow } from '../../../shared/domain/health';
import { Button } from '../../components/button';
import { Hint } from '../../components/hint';
import { ShareRing } from '../../components/share-ring';
import { useNow } from '../../lib/app-context';
import { formatCount, formatCountdown, formatMoment, formatRelative, formatShare } from '../../lib/format';
import { messages } from '../../lib/messages';
import { type AccountGroup, type PoolView, type RingView, viewPools } from './quota-view';

const words = messages.keys.quota;
const SHOWN_POOLS = 3;
const CLOCK_FROM_MS = 3_600_000;

interface AccountQuotaProps {
  readonly group: AccountGroup;
  /** When the free-tier table was looked up. */
  readonly tableAsOf: string | null;
}

/** What the keys of one account may still use together. */
export function AccountQuota({ group, tableAsOf }: AccountQuotaProps) {
  const now = useNow();
  const [isOpen, setOpen] = useState(false);
  const pools = viewPools(group.quota, now);
  const hidden = pools.length - SHOWN_POOLS;
  return (
    <section className="flex flex-col items-start gap-1 text-label" aria-label={words.title}>
      {group.keys.length > 1 && (
        <p className="text-muted">{messages.keys.sharedAccount(group.account, group.keys.length)}</p>
      )}
      {pools.length === 0 ? (
        <p className="flex items-center gap-1.5 text-faint">
          <ShareRing share={null} />
          {group.keys.some((key) => key.last_used_at !== null) ? words.unknown : words.unused}
        </p>
      ) : (
        <ul className="flex w-full flex-col gap-2">
          {(isOpen ? pools : pools.slice(0, SHOWN_POOLS)).map((pool) => (
            <Pool key={pool.model ?? ''} pool={pool} now={now} tableAsOf={tableAsOf} />
          ))}
        </ul>
      )}
      {hidden > 0 && (
        <Button variant="quiet" className="-ml-1.5 h-5! px-1.5! text-label!" onClick={() => setOpen(!isOpen)}>
          {isOpen ? words.fewer : words.more(hidden)}
        </Button>
      )}
    </section>
  );
}

interface PoolProps {
  readonly pool: PoolView;
  readonly now: number;
  readonly tableAsOf: string | null;
}

function Pool({ pool, now, tableAsOf }: PoolProps) {
  const isName = pool.model !== null && !pool.model.startsWith(':');
  const name = describeModels(pool.model);
  return (
    <li className="flex min-w-0 items-start gap-4">
      <span className={clsx('w-44 shrink-0 truncate text-muted', isName && 'mono')} title={name}>
        {name}
      </span>
      <span className="grid min-w-0 grow grid-cols-[repeat(auto-fill,minmax(270px,300px))] gap-x-4 gap-y-1">
        {pool.rings.map((ring) => (
          <Hint key={`${ring.quota.unit}/${ring.quota.window}`} text={describeSource(ring, now, tableAsOf)}>
            <span className="flex min-w-0 items-center gap-1.5 whitespace-nowrap tabular-nums">
              <ShareRing share={ring.share} />
              <span className={ring.share === 0 ? 'text-bad-text' : undefined}>{describeLeft(ring)}</span>
              <span className="text-faint">{describeReset(ring, now)}</span>
            </span>
          </Hint>
        ))}
      </span>
    </li>
  );
}

/** A pool is one model, a kind of models (`:free`), or all of them. */
function describeModels(model: string | null): string {
  if (model === null) return words.everyModel;
  return model.startsWith(':') ? words.everyModelLike(model) : model;
}

function describeLeft({ quota, isOver }: RingView): string {
  const unit = `${words.units[quota.unit]} ${words.windows[quota.window]}`;
  const limit = quota.limit === null ? null : formatCount(quota.limit);
  if (isOver || quota.left === null) return words.unknownLeft(limit, unit);
  return words.left(formatCount(quota.left), limit, unit);
}

function describeReset({ quota, isOver }: RingView, now: number): string | null {
  if (isOver) return words.over;
  if (quota.resets_at === null) return null;
  const left = Date.parse(quota.resets_at) - now;
  if (Number.isNaN(left)) return null;
  if (left < CLOCK_FROM_MS) return words.resetsIn(formatCountdown(left));
  return words.resetsAt(formatMoment(quota.resets_at, now));
}

function describeSource({ quota, share }: RingView, now: number, tableAsOf: string | null): string {
  const source = nameSource(quota, now, tableAsOf);
  return share === null ? source : `${words.share(formatShare(share))} ${source}`;
}

function nameSource(quota: QuotaWindow, now: number, tableAsOf: string | null): string {
  const ago = formatRelative(quota.learned_at, now);
  if (quota.source === 'free_tier_table') return words.sources.free_tier_table(tableAsOf);
  if (quota.source === 'header') return words.sources.header(ago);
  return quota.source === 'error_body' ? words.sources.error_body(ago) : words.sources.other(ago);
}
