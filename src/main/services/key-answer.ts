import type { AccountBalance } from '../../shared/domain/key';
import type { KeyCheck } from '../providers/types';

/** What the answer to a key check says about the account. */
export interface AccountFacts {
  /** True: it never paid. `null`: the answer does not say. */
  readonly isFree: boolean | null;
  /** Whose account it is, by the provider's own name; for comparing only. */
  readonly identity: string | null;
  readonly left: readonly AccountBalance[];
}

const LONGEST_UNIT = 12;
const LONGEST_IDENTITY = 200;

export function readAccountFacts(
  check: KeyCheck,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): AccountFacts {
  const isFree = check.free && readAt(body, check.free);
  const named = check.account && readAt(body, check.account);
  const header = check.accountHeader === null ? undefined : headers[check.accountHeader];
  return {
    isFree: typeof isFree === 'boolean' ? isFree : null,
    identity: toIdentity(named) ?? toIdentity(header),
    left: check.left.flatMap((entry): AccountBalance[] => {
      const left = toNumber(readAt(body, entry.left));
      if (left === null) return [];
      const unit = entry.unitAt && readAt(body, entry.unitAt);
      return [
        {
          left,
          limit: entry.limit && toNumber(readAt(body, entry.limit)),
          unit:
            typeof unit === 'string' && /^[A-Za-z]+$/.test(unit) ? unit.slice(0, LONGEST_UNIT) : entry.unit,
          window: entry.window,
        },
      ];
    }),
  };
}

function readAt(body: unknown, place: readonly string[]): unknown {
  let value = body;
  for (const name of place) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

/** Sums of money come as numbers and as text. */
function toNumber(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function toIdentity(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_IDENTITY ? value : null;
}
