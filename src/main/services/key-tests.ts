import type { KeyHealth } from '../../shared/domain/health';
import type { KeyTestResult, TestedKey } from '../../shared/domain/key';
import { HOST_FIELD } from '../../shared/domain/provider-address';
import { SpiderGateError } from '../gateway/errors';
import type { HealthBook } from '../gateway/health/types';
import type { Clock, KeyRing } from '../gateway/ports';
import type { KeyRow } from '../storage/types';
import type { Vault } from '../vault/types';
import type { AccountIdentities } from './account-identities';
import type { KeyBook } from './key-book';
import type { KeyTester } from './key-tester';
import type { ProviderBook } from './provider-book';
import { conflict, notFound, vaultClosed } from './refusals';

/** The answer to whoever added the key goes out first. */
const AFTER_ADDING_MS = 250;
/** The request that found the key unhealthy, and its next tries, come first. */
const AFTER_TROUBLE_MS = 5_000;
const BETWEEN_TROUBLES_MS = 10 * 60_000;
/** Many keys may come at once. */
const RUNNING_AT_ONCE = 3;

/** Tests of stored keys: when asked for, once after adding, and once when a key turns unhealthy. */
export interface KeyTests {
  /** Throws when it cannot be asked: the vault is locked, or the entry damaged. */
  run(row: KeyRow): Promise<KeyTestResult>;
  last(keyId: string): TestedKey | null;
  added(keyId: string): void;
  healthChanged(keyId: string, health: KeyHealth): void;
  forget(keyId: string): void;
  /** What waits is given up. */
  dispose(): void;
}

interface KeyTestParts {
  readonly book: KeyBook;
  readonly ring: KeyRing;
  readonly providers: ProviderBook;
  readonly vault: Vault;
  readonly tester: KeyTester;
  readonly identities: AccountIdentities;
  readonly clock: Clock;
  readonly health: Pick<HealthBook, 'resetKey'>;
  readonly onTested: (row: KeyRow) => void;
}

export function createKeyTests(parts: KeyTestParts): KeyTests {
  const { book, clock } = parts;
  const results = new Map<string, TestedKey>();
  const troubledAt = new Map<string, number>();
  const queue = createQueue(clock, runUnasked);

  async function run(row: KeyRow): Promise<KeyTestResult> {
    const { result, identity, fields } = await askProvider(row, parts);
    // It may have been deleted meanwhile.
    const still = book.get(row.id);
    if (still === null) return result;
    results.set(row.id, { ...result, tested_at: new Date(clock.now()).toISOString() });
    parts.identities.learn(still, identity);
    if (fields[HOST_FIELD] !== still.fields[HOST_FIELD]) {
      book.update({ ...still, fields });
      // What the other console thought of it says nothing.
      parts.health.resetKey(still.id);
    }
    parts.onTested(still);
    return result;
  }

  async function runUnasked(keyId: string): Promise<void> {
    const row = book.get(keyId);
    if (row === null) return;
    try {
      await run(row);
    } catch (error) {
      // A locked vault or a damaged entry: the key's row says so already.
      if (!(error instanceof SpiderGateError)) throw error;
    }
  }

  return {
    run,
    last: (keyId) => results.get(keyId) ?? null,
    added: (keyId) => queue.add(keyId, AFTER_ADDING_MS),
    healthChanged(keyId, { status }) {
      if (status !== 'unhealthy') return;
      const now = clock.now();
      if (now - (troubledAt.get(keyId) ?? Number.NEGATIVE_INFINITY) < BETWEEN_TROUBLES_MS) return;
      troubledAt.set(keyId, now);
      queue.add(keyId, AFTER_TROUBLE_MS);
    },
    forget(keyId) {
      results.delete(keyId);
      troubledAt.delete(keyId);
      parts.identities.forget(keyId);
    },
    dispose: queue.dispose,
  };
}

async function askProvider(row: KeyRow, { providers, ring, vault, tester }: KeyTestParts) {
  const provider = providers.get(row.provider);
  if (!provider) throw notFound('provider', row.provider);
  const answer = ring.secretOf(row.id);
  if (answer.ok) return await tester.test({ provider, secret: answer.secret, fields: row.fields });
  if (answer.reason === 'vault_locked') throw vaultClosed(vault.status());
  throw conflict('This key can no longer be decrypted: its entry in the vault is damaged. Add it again.');
}

/** Works on each id after its delay, a few at a time. */
function createQueue(clock: Clock, work: (id: string) => Promise<void>) {
  const delays = new Set<() => void>();
  const waiting: string[] = [];
  let running = 0;
  let isOpen = true;

  function next(): void {
    const id = isOpen && running < RUNNING_AT_ONCE ? waiting.shift() : undefined;
    if (id === undefined) return;
    running += 1;
    void work(id).finally(() => {
      running -= 1;
      next();
    });
  }

  return {
    add(id: string, delayMs: number): void {
      if (!isOpen) return;
      const cancel = clock.after(delayMs, () => {
        delays.delete(cancel);
        waiting.push(id);
        next();
      });
      delays.add(cancel);
    },
    dispose(): void {
      isOpen = false;
      for (const cancel of delays) cancel();
      delays.clear();
    },
  };
}
