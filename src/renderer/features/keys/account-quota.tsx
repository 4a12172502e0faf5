import { clsx } from 'clsx';
import { useState } from 'react';
import { Button } from '../../components/button';
import { Hint } from '../../components/hint';
import { ShareRing } from '../../components/share-ring';
import { useNow } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { type AccountGroup, type PoolView, viewPools } from '../../lib/quota-view';
import { describeLeft, describeModels, describeReset, describeSource } from '../../lib/quota-words';

const words = messages.keys.quota;
const SHOWN_POOLS = 3;

interface AccountQuotaProps {
  readonly group: AccountGroup;
  /** The provider has keys of other accounts too, so this one is named. */
  readonly isOneOfSeveral: boolean;
  /** When the free-tier table was looked up. */
  readonly tableAsOf: string | null;
}

/** What the keys of one account may still use together. */
export function AccountQuota({ group, isOneOfSeveral, tableAsOf }: AccountQuotaProps) {
  const now = useNow();
  const [isOpen, setOpen] = useState(false);
  const pools = viewPools(group.quota, now);
  const hidden = pools.length - SHOWN_POOLS;
  return (
    <section className="flex flex-col items-start gap-1 text-label" aria-label={words.title}>
      {(group.keys.length > 1 || isOneOfSeveral) && (
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
