import type { QuotaAlert } from '../../../shared/domain/event';
import type { HealthStatus, KeyHealth, QuotaWindow } from '../../../shared/domain/health';
import type { Failure, FailureKind } from '../attempt';
import type { Clock } from '../ports';
import { readRateHeaders } from '../read-rate-headers';
import type { FreeLimit, ProviderDefinition, UsableKey } from '../types';
import { createAdaptiveRate } from './adaptive-rate';
import { createBusyWatch } from './busy-watch';
import { createConflictWatch } from './conflict-watch';
import { createHealthKeeper } from './health-keeper';
import { createInFlight } from './in-flight';
import { createKeyCare } from './key-care';
import { markKindOf, nextMark, ranksOnly, reasonOf, statusOf } from './mark-rules';
import { createMarkBooks, MARK_KINDS, type MarkBooks, type MarkKind } from './marks';
import { createOfflineWatch } from './offline-watch';
import { createPlaceNames, type NamedPlace, type Names } from './place-names';
import { createProbes } from './probes';
import { createQuotaBook, type QuotaEntry } from './quota-book';
import { createQuotaWatch } from './quota-watch';
import { createRefusedParams } from './refused-params';
import { withRefused } from './refused-quotas';
import { restoreHealth } from './restore';
import type {
  HealthBook,
  HealthLease,
  HealthPlace,
  HealthStore,
  Load,
  PlaceHealth,
  RoutingHealth,
  UnusablePlace,
} from './types';

export interface HealthDependencies {
  readonly clock: Clock;
  readonly store: HealthStore;
  readonly isSystemOnline: () => boolean;
  readonly provider: (id: string) => ProviderDefinition | null;
  readonly key: (id: string) => UsableKey | null;
  /** A key's health became another one. */
  readonly onKeyChange: (keyId: string, health: KeyHealth) => void;
  readonly onProviderChange: (providerId: string) => void;
  /** A quota has reached a threshold; left out where nobody asks. */
  readonly onQuota?: (alert: QuotaAlert) => void;
}

const NO_LIMITS: readonly FreeLimit[] = [];
const OFFLINE = { usable: false, reason: 'offline', until: null, needsOwner: false } as const;
const OWN_MODEL_MS = 30_000;
/** Failures of answers that were under way, or may have been: what they drew is drawn. */
const HAD_BEGUN: readonly FailureKind[] = ['stream_cut', 'stream_stalled', 'superseded'];
/** What an answer that has only begun says something about. */
const ANSWERING_KINDS = MARK_KINDS.filter((kind) => kind !== 'keys');

/**
 * What is known about keys, providers, accounts and models from what they answered.
 * A mark whose time is over lets one single request through; that request decides.
 */
export function createHealthBook(deps: HealthDependencies): HealthBook & RoutingHealth {
  return new LearnedHealth(deps);
}

class LearnedHealth implements HealthBook, RoutingHealth {
  readonly #deps: HealthDependencies;
  readonly #now: () => number;
  readonly #books: MarkBooks;
  readonly #quotas;
  readonly #keeper;
  readonly #offline;
  readonly #inFlight = createInFlight();
  readonly #busy;
  readonly #named: (place: HealthPlace) => NamedPlace;
  readonly #keyCare;
  readonly #probes;
  readonly #answered = new Set<string>();
  readonly #refused;
  readonly #isSecondConflict;

  constructor(deps: HealthDependencies) {
    this.#deps = deps;
    const { clock, store } = deps;
    this.#now = clock.now;
    this.#keeper = createHealthKeeper(clock, store);
    this.#books = createMarkBooks(clock.now, (kind, name, mark) => this.#keeper.note(kind, name, mark));
    this.#probes = createProbes(clock.now);
    this.#isSecondConflict = createConflictWatch(clock.now);
    this.#refused = createRefusedParams((name, params) => this.#keeper.note('refused', name, params));
    const rates = createAdaptiveRate(clock.now, (name, guess) => this.#keeper.note('rate', name, guess));
    this.#named = createPlaceNames((provider) => deps.provider(provider)?.freeLimits ?? NO_LIMITS);
    this.#busy = createBusyWatch({
      rulesOf: deps.provider,
      inFlight: this.#inFlight,
      onChange: (name, isDisproved) => this.#keeper.note('parallel', name, isDisproved),
    });
    const watch = deps.onQuota && createQuotaWatch(clock.now, deps.onQuota);
    this.#quotas = createQuotaBook({
      now: clock.now,
      rulesOf: deps.provider,
      rates,
      onChange: (name, entries) => {
        this.#keeper.note('quota', name, entries);
        watch?.look(name, entries);
      },
    });
    this.#offline = createOfflineWatch({ now: clock.monotonic, isSystemOnline: deps.isSystemOnline });
    const restore = (name: string, entries: readonly QuotaEntry[]) => {
      this.#quotas.restore(name, entries);
      watch?.remember(name, entries);
    };
    this.#keyCare = createKeyCare({
      now: clock.now,
      books: this.#books,
      quotas: this.#quotas,
      key: deps.key,
    });
    restoreHealth(store, clock.now(), {
      books: this.#books,
      quotas: { restore },
      refused: this.#refused,
      rates,
      busy: this.#busy,
    });
  }

  look(place: HealthPlace, load: Load): PlaceHealth {
    if (!place.isLocal && this.isOffline()) return OFFLINE;
    const { names, quota } = this.#named(place);
    let isDegraded = false;
    let held: UnusablePlace | null = null;
    for (const kind of MARK_KINDS) {
      const mark = this.#books[kind].get(names[kind]);
      if (!mark || !this.#probes.isHeld(kind, names[kind], mark)) continue;
      if (ranksOnly(kind, mark)) {
        isDegraded = true;
        continue;
      }
      const until = Math.max(mark.until, this.#now());
      // It is back only when the last of its waits is over.
      if (held?.until != null && held.until >= until) continue;
      held = { usable: false, reason: reasonOf(kind, mark), until, needsOwner: mark.needsOwner };
    }
    if (held !== null) return held;
    const { spentUntil, isSpentByTable, fractionLeft } = this.#quotas.look(quota, load);
    if (spentUntil !== null)
      return { usable: false, reason: 'quota_spent', until: spentUntil, needsOwner: false };
    const room = this.#busy.roomAt(quota);
    return {
      usable: true,
      rank: isDegraded || room === 0 || isSpentByTable ? 'degraded' : 'healthy',
      inFlight: this.#inFlight.count(names.keys),
      quotaLeft: room === null ? fractionLeft : Math.min(room, fractionLeft ?? 1),
    };
  }

  begin(place: HealthPlace, load: Load, since?: number): HealthLease {
    const { names, quota } = this.#named(place);
    const startedAt = this.#now();
    const endProbes = this.#probes.claim(names, (kind) => this.#books[kind].get(names[kind]));
    const crowd = this.#busy.crowdAt(quota);
    const own = [names.keys, names.quotas];
    const leave = this.#inFlight.enter(crowd === null ? own : [...own, crowd.name]);
    const drawn = this.#quotas.draw(quota, load);
    let isOpen = true;
    const end = () => {
      if (!isOpen) return false;
      isOpen = false;
      leave();
      endProbes();
      return true;
    };
    return {
      begun: () => {
        if (!isOpen) return;
        endProbes();
        // A key is only as good as its whole answers.
        this.#recordSuccess(place, names, startedAt, ANSWERING_KINDS);
      },
      learn: (headers) => this.#learn(place, headers),
      release: () => void end(),
      succeed: (used) => {
        if (!end()) return;
        this.#recordSuccess(place, names, startedAt, MARK_KINDS);
        drawn.answered(used);
        if (crowd !== null && crowd.inFlight >= crowd.most) this.#busy.answeredBeyond(crowd);
      },
      fail: (failure) => {
        if (!end()) return null;
        if (!HAD_BEGUN.includes(failure.kind)) drawn.failed();
        return this.#recordFailure(place, names, failure, since ?? startedAt);
      },
    };
  }

  refusedParams(provider: string, model: string): readonly string[] {
    return this.#refused.of(provider, model);
  }

  isOffline(): boolean {
    return this.#offline.isOffline();
  }

  keyHealth(keyId: string): KeyHealth {
    return this.#keyCare.keyHealth(keyId);
  }

  providerHealth(providerId: string): HealthStatus | null {
    // What a provider did before the program was started anew counts as well.
    const mark = this.#books.providers.get(providerId);
    return mark !== null || this.#answered.has(providerId) ? statusOf(mark) : null;
  }

  quota(providerId: string, account: string): readonly QuotaWindow[] {
    const counted = this.#quotas.windows(providerId, account);
    return withRefused(counted, this.#books, `${providerId}\n${account}\n`, this.#now());
  }

  resetKey(keyId: string): void {
    this.#keyCare.resetKey(keyId);
    this.#deps.onKeyChange(keyId, this.keyHealth(keyId));
  }

  forgetKey(keyId: string): void {
    this.#keyCare.forgetKey(keyId);
  }

  wake(): void {
    for (const book of [this.#books.providers, this.#books.routes]) {
      for (const [name] of [...book.entries()]) book.delete(name);
    }
    this.#offline.answered();
  }

  flush(): void {
    this.#keeper.flush();
  }

  #learn(place: HealthPlace, headers: Readonly<Record<string, string>>): void {
    this.#answered.add(place.provider);
    if (!place.isLocal) this.#offline.answered();
    const window = this.#deps.provider(place.provider)?.requestsWindow ?? 'minute';
    const readings = readRateHeaders(headers, window, this.#now());
    if (readings.length === 0) return;
    const { names, quota } = this.#named(place);
    const others = this.#inFlight.count(names.quotas) - 1;
    this.#quotas.learn(quota, readings, Math.max(0, others));
  }

  /** A success that began before the last failure was counted proves nothing newer than it. */
  #recordSuccess(place: HealthPlace, names: Names, startedAt: number, kinds: readonly MarkKind[]): void {
    let hasChanged = false;
    for (const kind of kinds) {
      const mark = this.#books[kind].get(names[kind]);
      if (!mark || mark.countedAt > startedAt) continue;
      this.#books[kind].delete(names[kind]);
      hasChanged = true;
    }
    if (hasChanged) this.#tell(place);
  }

  #recordFailure(place: HealthPlace, names: Names, failure: Failure, startedAt: number): number | null {
    if (failure.kind === 'rate_limited') {
      const { quota } = this.#named(place);
      this.#quotas.refused(quota);
      this.#busy.refused(quota);
    }
    if (failure.kind === 'unsupported_parameter') this.#refused.add(place, failure.param);
    if (failure.kind === 'conflict' && !this.#isSecondConflict(names.gone)) return null;
    const kind = markKindOf(failure);
    if (kind === null) return null;
    if (failure.kind === 'connection_failed' && !place.isLocal && this.#isOurFault(place.provider))
      return null;
    // Whoever runs the server can give it the model at any moment, and has no key whose health could be reset.
    const isOwn = kind === 'gone' && place.isLocal && place.keyId === null;
    const told = isOwn ? { ...failure, retryAfterMs: OWN_MODEL_MS } : failure;
    const mark = nextMark(this.#books[kind].get(names[kind]), told, startedAt, this.#now());
    this.#books[kind].set(names[kind], mark);
    this.#answered.add(place.provider);
    this.#tell(place);
    return ranksOnly(kind, mark) ? null : mark.until;
  }

  /** Failed connections to several providers at once are this computer's; nobody's health changes. */
  #isOurFault(provider: string): boolean {
    const innocent = this.#offline.failed(provider);
    for (const id of innocent) this.#books.providers.delete(id);
    return innocent.length > 0;
  }

  #tell(place: HealthPlace): void {
    if (place.keyId !== null) this.#deps.onKeyChange(place.keyId, this.keyHealth(place.keyId));
    this.#deps.onProviderChange(place.provider);
  }
}
