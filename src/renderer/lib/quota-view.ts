import type { QuotaWindow } from '../../shared/domain/health';
import type { ProviderKey } from '../../shared/domain/key';

/** Keys with the same provider and account; they draw on one quota. */
export interface AccountGroup {
  /** Unique among the groups. */
  readonly id: string;
  readonly provider: string;
  readonly account: string;
  readonly keys: readonly ProviderKey[];
  readonly quota: readonly QuotaWindow[];
}

/** One window of one pool, as a ring shows it. */
export interface RingView {
  readonly quota: QuotaWindow;
  /** 0 to 1; `null`: not known, or the window is over and nothing is known of the next one. */
  readonly share: number | null;
  readonly isOver: boolean;
}

/** What one model may still use, or every model of the account together. */
export interface PoolView {
  readonly model: string | null;
  readonly rings: readonly RingView[];
  /** Of its tightest window; `null` when no share is known. */
  readonly tightest: number | null;
}

const WINDOWS: readonly QuotaWindow['window'][] = ['second', 'minute', 'hour', 'day', 'month'];

/** Accounts stay in the order in which their first keys come. */
export function groupByAccount(keys: readonly ProviderKey[]): readonly AccountGroup[] {
  const groups = new Map<string, ProviderKey[]>();
  for (const key of keys) {
    const id = `${key.provider_name}\n${key.account}`;
    const members = groups.get(id);
    if (members === undefined) groups.set(id, [key]);
    else members.push(key);
  }
  return [...groups].flatMap(([id, members]) => {
    const [first] = members;
    if (first === undefined) return [];
    return [{ id, provider: first.provider_name, account: first.account, keys: members, quota: first.quota }];
  });
}

/** The pools of an account, the tightest first. */
export function viewPools(quota: readonly QuotaWindow[], now: number): readonly PoolView[] {
  const pools = new Map<string | null, RingView[]>();
  for (const window of quota.filter((candidate) => !isOutdone(candidate, quota))) {
    const rings = pools.get(window.model) ?? [];
    rings.push(viewRing(window, now));
    pools.set(window.model, rings);
  }
  return [...pools]
    .map(([model, rings]) => ({ model, rings: rings.toSorted(compareRings), tightest: findTightest(rings) }))
    .toSorted((left, right) => (left.tightest ?? 2) - (right.tightest ?? 2));
}

/** What the provider itself says of a window beats a table's guess at the same one. */
function isOutdone(quota: QuotaWindow, all: readonly QuotaWindow[]): boolean {
  if (quota.source !== 'free_tier_table') return false;
  return all.some(
    (other) =>
      other.source !== 'free_tier_table' &&
      other.model === quota.model &&
      other.unit === quota.unit &&
      other.window === quota.window,
  );
}

function viewRing(quota: QuotaWindow, now: number): RingView {
  const isOver = quota.resets_at !== null && Date.parse(quota.resets_at) <= now;
  const { left, limit } = quota;
  if (isOver || left === null) return { quota, share: null, isOver };
  // Nothing left is nothing left, whatever there once was.
  if (left <= 0) return { quota, share: 0, isOver };
  return { quota, share: limit === null || limit <= 0 ? null : Math.min(1, left / limit), isOver };
}

function compareRings(left: RingView, right: RingView): number {
  const byWindow = WINDOWS.indexOf(left.quota.window) - WINDOWS.indexOf(right.quota.window);
  return byWindow === 0 ? left.quota.unit.localeCompare(right.quota.unit) : byWindow;
}

function findTightest(rings: readonly RingView[]): number | null {
  const shares = rings.flatMap(({ share }) => (share === null ? [] : [share]));
  return shares.length === 0 ? null : Math.min(...shares);
}
