import type { RekeyStatus } from '../../../shared/domain/status';
import type { Clock } from '../../gateway/ports';
import type { GuardChange, SealedItem, SealedStore, Vault } from '../../vault/types';

/** Sealed anew in one transaction; between two of them requests are served. */
const BATCH = 25;

/** Encrypts everything again under a new data key. It may be stopped anywhere, and goes on at the next unlock. */
export interface Rekey {
  /** `null`: none is under way. */
  status(): RekeyStatus | null;
  /** Ids of what cannot be opened and would be lost for good, because no data key is left that might. */
  unreadable(): readonly string[];
  /** Only the first step, after which `resume` may be called, now or in a later run of the program. */
  begin(passphrase: string): Promise<GuardChange>;
  /** Goes on with one that was begun earlier. Resolves when it has ended or can go no further for now; rejects when the disk refuses. */
  resume(): Promise<void>;
  /** The program ends: what is left is done in its next run. */
  stop(): void;
}

interface RekeyParts {
  readonly vault: Vault;
  readonly clock: Pick<Clock, 'soon'>;
  readonly onProgress: () => void;
  /** Nothing is left under the old data key. */
  readonly onEnd: () => void;
}

interface Place {
  readonly store: SealedStore;
  readonly item: SealedItem;
}

export function createRekey({ vault, clock, onProgress, onEnd }: RekeyParts): Rekey {
  const { rekeying } = vault;
  let isUnderWay = rekeying.isUnderWay();
  let running: Promise<void> | null = null;
  let isStopped = false;
  /** What would not open in this run. */
  let broken = new Set<string>();

  const places = (): readonly Place[] =>
    rekeying.stores().flatMap((store) => store.list().map((item) => ({ store, item })));
  const isOpen = () => vault.status().state === 'unlocked';

  /** False: nothing more can be done now. */
  function sealSome(): boolean {
    const left = places().filter(({ item }) => !rekeying.isCurrent(item.sealed));
    const open = left.filter(({ item }) => !broken.has(item.rowId));
    const store = open[0]?.store;
    if (!store) {
      if (left.length === 0) finish();
      return false;
    }
    const batch = open.filter((place) => place.store === store).slice(0, BATCH);
    store.replace(batch.flatMap(({ item }) => sealOne(item)));
    return true;
  }

  function sealOne(item: SealedItem): readonly SealedItem[] {
    try {
      return [rekeying.sealAnew(item)];
    } catch (failure) {
      if (!isOpen()) throw failure;
      broken.add(item.rowId);
      return [];
    }
  }

  function finish(): void {
    rekeying.end();
    isUnderWay = false;
    onEnd();
  }

  async function run(): Promise<void> {
    broken = new Set();
    while (isUnderWay && !isStopped && isOpen() && sealSome()) {
      tell();
      await new Promise<void>((resolve) => clock.soon(resolve));
    }
  }

  const tell = () => {
    if (!isStopped) onProgress();
  };

  function resume(): Promise<void> {
    if (!isUnderWay || isStopped || !isOpen()) return Promise.resolve();
    running ??= run().finally(() => {
      running = null;
      tell();
    });
    return running;
  }

  return {
    status: () => (isUnderWay ? describe(vault, places(), running !== null, broken.size > 0) : null),
    unreadable: () => places().flatMap(({ item }) => (opens(vault, item) ? [] : [item.rowId])),
    async begin(passphrase) {
      const change = await rekeying.begin(passphrase);
      isUnderWay = rekeying.isUnderWay();
      return change;
    },
    resume,
    stop() {
      isStopped = true;
    },
  };
}

function describe(vault: Vault, places: readonly Place[], isRunning: boolean, isStuck: boolean): RekeyStatus {
  const isOpen = vault.status().state === 'unlocked';
  const done = isOpen ? places.filter(({ item }) => vault.rekeying.isCurrent(item.sealed)).length : 0;
  const state = isRunning ? 'running' : isStuck && isOpen ? 'stuck' : 'waiting';
  return { state, done, total: places.length };
}

function opens(vault: Vault, { rowId, sealed }: SealedItem): boolean {
  try {
    vault.open(rowId, sealed);
    return true;
  } catch {
    return false;
  }
}
