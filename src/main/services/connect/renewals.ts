import type { Clock } from '../../gateway/ports';
import type { Grant, KeyRenewal, OAuth } from '../../oauth/types';
import type { KeyRow } from '../../storage/types';
import type { TokenHasher, Vault } from '../../vault/types';
import type { ServiceDependencies } from '../dependencies';
import type { KeyBook } from '../key-book';
import { type KeySecret, readKeySecret, writeKeySecret } from './key-secret';

/** The only provider whose keys end by themselves. */
export const RENEWING_PROVIDER = 'huggingface';
/** Renewed that long before its end, so that a slow answer still comes in time. */
const AHEAD_MS = 10 * 60_000;
const AGAIN_MS = 60_000;
/** A timer of Node takes no more; what lasts longer is looked at again. */
const LONGEST_TIMER_MS = 24 * 3_600_000;

/** Keeps keys alive that end by themselves: before their end, and when their provider refuses one. */
export interface Renewals {
  /** Looks at all keys: after a change of them, and when the computer woke up. */
  follow(): void;
  /** The provider has refused this secret. Its successor, or `null` where there is none; one question to the provider, however many ask. */
  replace(secret: string): Promise<string | null>;
  dispose(): void;
}

interface RenewalParts extends Pick<ServiceDependencies, 'tokens'> {
  readonly book: KeyBook;
  readonly vault: Vault;
  readonly tokenHasher: TokenHasher;
  readonly clock: Clock;
  readonly oauth: Pick<OAuth, 'renewHuggingFace'>;
  readonly onRenewed: (row: KeyRow) => void;
}

type Renewable = KeySecret & { readonly renewal: KeyRenewal; readonly row: KeyRow };

export function createRenewals(parts: RenewalParts): Renewals {
  const { book, vault, clock, tokenHasher } = parts;
  const timers = new Map<string, () => void>();
  const running = new Map<string, Promise<string | null>>();
  /** What would not be renewed again, until somebody connects anew. */
  const given = new WeakSet<Uint8Array>();
  /** Came while the vault was locked: the one before is used up already, so it is kept for the unlock. */
  const waiting = new Map<string, Grant>();
  /** Hash of a secret that was replaced → its key: requests under way may still come back with it. */
  const replaced = new Map<string, string>();

  const renewedAt = new Map<string, number>();

  const isOpen = () => vault.status().state === 'unlocked';
  const nameOf = (secret: string) => tokenHasher.hash(secret).toString('hex');

  function read(row: KeyRow | null): Renewable | null {
    if (row === null || !isOpen()) return null;
    try {
      const { secret, renewal } = readKeySecret(vault.open(row.id, row.sealed));
      return renewal && { secret, renewal, row };
    } catch {
      // A damaged entry: its row says so already.
      return null;
    }
  }

  function store(keyId: string, grant: Grant): void {
    const row = book.get(keyId);
    const before = read(row);
    if (row === null) return;
    for (const [name, id] of replaced) if (id === keyId) replaced.delete(name);
    if (before) replaced.set(nameOf(before.secret), keyId);
    renewedAt.set(keyId, clock.monotonic());
    const sealed = vault.seal(keyId, writeKeySecret(grant));
    const renewed = { ...row, sealed, masked: parts.tokens.maskSecret(grant.secret) };
    book.update(renewed);
    parts.onRenewed(renewed);
  }

  async function ask({ row, renewal }: Renewable): Promise<string | null> {
    const answer = await parts.oauth.renewHuggingFace(renewal);
    if (!answer.ok) {
      if (answer.reason === 'refused') given.add(row.sealed);
      else plan(row.id, AGAIN_MS);
      return null;
    }
    if (isOpen()) store(row.id, answer.grant);
    else waiting.set(row.id, answer.grant);
    return answer.grant.secret;
  }

  function renew(key: Renewable): Promise<string | null> {
    const { id } = key.row;
    const others = running.get(id);
    if (others) return others;
    // Not before this turn is over: what it changes is told at once to whoever may ask for this key again.
    const own = Promise.resolve()
      .then(() => ask(key))
      .finally(() => {
        running.delete(id);
        follow();
      });
    running.set(id, own);
    return own;
  }

  function plan(keyId: string, ms: number): void {
    timers.get(keyId)?.();
    const cancel = clock.after(Math.min(ms, LONGEST_TIMER_MS), () => {
      timers.delete(keyId);
      follow();
    });
    timers.set(keyId, cancel);
  }

  function look(key: Renewable): void {
    if (given.has(key.row.sealed) || running.has(key.row.id)) return;
    const left = key.renewal.expiresAt - AHEAD_MS - clock.now();
    if (left > 0) plan(key.row.id, left);
    else if (!timers.has(key.row.id)) void renew(key);
  }

  function follow(): void {
    if (!isOpen()) return;
    for (const [keyId, grant] of [...waiting]) {
      waiting.delete(keyId);
      store(keyId, grant);
    }
    for (const row of book.ofProvider(RENEWING_PROVIDER)) {
      const key = read(row);
      if (key) look(key);
    }
  }

  /** A provider that refuses fresh keys too would otherwise be asked for another with every request. */
  function mayReplace(row: KeyRow): boolean {
    const age = clock.monotonic() - (renewedAt.get(row.id) ?? Number.NEGATIVE_INFINITY);
    return !given.has(row.sealed) && age >= AGAIN_MS;
  }

  const endWatch = vault.onChange(follow);
  return {
    follow,
    async replace(secret) {
      const later = replaced.get(nameOf(secret));
      if (later !== undefined) return read(book.get(later))?.secret ?? null;
      for (const row of book.ofProvider(RENEWING_PROVIDER)) {
        const key = read(row);
        if (key?.secret === secret) return mayReplace(row) ? await renew(key) : null;
      }
      return null;
    },
    dispose() {
      endWatch();
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
}
