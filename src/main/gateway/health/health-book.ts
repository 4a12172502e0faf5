import type { KeyHealth, QuotaWindow } from '../../../shared/domain/health';
import type { Failure } from '../attempt';
import type { Clock } from '../ports';
import { readRateHeaders } from '../read-rate-headers';
import type { FreeLimit, ProviderDefinition, UsableKey } from '../types';
import { createHealthKeeper } from './health-keeper';
import { createInFlight } from './in-flight';
import { markKindOf, nextMark, ranksOnly, reasonOf, statusOf } from './mark-rules';
import { createMarkBook, MARK_KINDS, type Mark, type MarkBook, type MarkKind, opensAt } from './marks';
import { createOfflineWatch } from './offline-watch';
import { type Names, namePlace, quotaPlace, whoOf } from './place-names';
import { createQuotaBook } from './quota-book';
import { createRefusedParams } from './refused-params';
import { restoreHealth } from './restore';
import type { HealthBook, HealthLease, HealthPlace, HealthStore, PlaceHealth, RoutingHealth } from './types';

/** 408, 409 and 425 cool a place only when they come twice within this time. */
const CONFLICT_WINDOW_MS = 60_000;

export interface HealthDependencies {
  readonly clock: Clock;
  readonly store: HealthStore;
  readonly isSystemOnline: () => boolean;
  readonly provider: (id: string) => ProviderDefinition | null;
  readonly key: (id: string) => UsableKey | null;
  /** A key's health became another one. */
  readonly onKeyChange: (keyId: string, health: KeyHealth) => void;
  readonly onProviderChange: (providerId: string) => void;
}

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
  readonly #books: Readonly<Record<MarkKind, MarkBook>>;
  readonly #quotas;
  readonly #keeper;
  readonly #offline;
  readonly #inFlight = createInFlight();
  /** Marks whose single probe is under way. */
  readonly #probing = new Set<string>();
  readonly #answered = new Set<string>();
  readonly #refused;
  readonly #lastConflict = new Map<string, number>();

  constructor(deps: HealthDependencies) {
    this.#deps = deps;
    const { clock, store } = deps;
    this.#now = clock.now;
    this.#keeper = createHealthKeeper(clock, store);
    const book = (kind: MarkKind) =>
      createMarkBook(clock.now, (name, mark) => this.#keeper.note(kind, name, mark));
    this.#books = {
      gone: book('gone'),
      providers: book('providers'),
      keys: book('keys'),
      pools: book('pools'),
      quotas: book('quotas'),
      permissions: book('permissions'),
      routes: book('routes'),
    };
    this.#refused = createRefusedParams((name, params) => this.#keeper.note('refused', name, params));
    this.#quotas = createQuotaBook({
      now: clock.now,
      limitsOf: (id) => this.#limitsOf(id),
      onChange: (name, entries) => this.#keeper.note('quota', name, entries),
    });
    this.#offline = createOfflineWatch({ now: clock.now, isSystemOnline: deps.isSystemOnline });
    restoreHealth(store, this.#books, this.#quotas, this.#refused);
  }

  look(place: HealthPlace, tokens: number): PlaceHealth {
    if (!place.isLocal && this.isOffline())
      return { usable: false, reason: 'offline', until: null, needsOwner: false };
    const names = this.#namesOf(place);
    let isDegraded = false;
    for (const kind of MARK_KINDS) {
      const mark = this.#books[kind].get(names[kind]);
      if (!mark || !this.#isHeld(kind, names[kind], mark)) continue;
      if (ranksOnly(kind, mark)) {
        isDegraded = true;
        continue;
      }
      const until = Math.max(mark.until, this.#now());
      return { usable: false, reason: reasonOf(kind, mark), until, needsOwner: mark.needsOwner };
    }
    const quota = this.#quotas.look(quotaPlace(place), tokens);
    if (quota.spentUntil !== null) {
      return { usable: false, reason: 'quota_spent', until: quota.spentUntil, needsOwner: false };
    }
    return {
      usable: true,
      rank: isDegraded || quota.isSpentByTable ? 'degraded' : 'healthy',
      inFlight: this.#inFlight.count(whoOf(place)),
      quotaLeft: quota.fractionLeft,
    };
  }

  begin(place: HealthPlace, tokens: number, since?: number): HealthLease {
    const names = this.#namesOf(place);
    const startedAt = this.#now();
    const probes = this.#claimProbes(names, startedAt);
    const leave = this.#inFlight.enter([whoOf(place), names.quotas]);
    this.#quotas.draw(quotaPlace(place), tokens);
    let isOpen = true;
    const endProbes = () => {
      for (const probe of probes.splice(0)) this.#probing.delete(probe);
    };
    const end = () => {
      const wasOpen = isOpen;
      isOpen = false;
      if (!wasOpen) return false;
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
      succeed: () => {
        if (!end()) return;
        this.#recordSuccess(place, names, startedAt, MARK_KINDS);
        this.#quotas.confirm(quotaPlace(place), tokens);
      },
      fail: (failure) => (end() ? this.#recordFailure(place, names, failure, since ?? startedAt) : null),
    };
  }

  refusedParams(provider: string, model: string): readonly string[] {
    return this.#refused.of(provider, model);
  }

  isOffline(): boolean {
    return this.#offline.isOffline();
  }

  keyHealth(keyId: string): KeyHealth {
    const own = this.#books.keys.get(keyId);
    const cooling = [
      ...this.#coolingOf(keyId).map(([, , mark]) => mark),
      ...(own && !ranksOnly('keys', own) ? [own] : []),
    ]
      .filter((mark) => mark.until > this.#now())
      .sort((a, b) => b.until - a.until);
    return {
      status: statusOf(own),
      consecutive_failures: own?.failures ?? 0,
      cooling_until: cooling[0] ? new Date(cooling[0].until).toISOString() : null,
      last_error_code: cooling[0]?.code ?? own?.code ?? null,
    };
  }

  providerHealth(providerId: string) {
    return this.#answered.has(providerId) ? statusOf(this.#books.providers.get(providerId)) : null;
  }

  quota(providerId: string, account: string): readonly QuotaWindow[] {
    return this.#quotas.windows(providerId, account);
  }

  resetKey(keyId: string): void {
    for (const [book, name] of this.#coolingOf(keyId)) book.delete(name);
    this.#books.keys.delete(keyId);
    const key = this.#deps.key(keyId);
    if (key) this.#resetAround(key);
    this.#deps.onKeyChange(keyId, this.keyHealth(keyId));
  }

  /** Whatever else keeps the key from being used: its provider, its account's quotas, models it could not find. */
  #resetAround({ provider, account }: UsableKey): void {
    this.#books.providers.delete(provider);
    for (const book of [this.#books.gone, this.#books.routes]) {
      for (const [name] of book.named(`${provider}\n`)) book.delete(name);
    }
    this.#quotas.forget(provider, account);
  }

  forgetKey(keyId: string): void {
    this.#books.keys.delete(keyId);
    for (const [name] of this.#books.permissions.named(`${keyId}\n`)) this.#books.permissions.delete(name);
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

  /** A mark keeps a place out until its time, and after that while its one probe is under way. */
  #isHeld(kind: MarkKind, name: string, mark: Mark): boolean {
    return opensAt(mark) > this.#now() || this.#probing.has(`${kind}\n${name}`);
  }

  #claimProbes(names: Names, now: number): string[] {
    return MARK_KINDS.flatMap((kind) => {
      const probe = `${kind}\n${names[kind]}`;
      const mark = this.#books[kind].get(names[kind]);
      if (!mark || opensAt(mark) > now || this.#probing.has(probe)) return [];
      this.#probing.add(probe);
      return [probe];
    });
  }

  #learn(place: HealthPlace, headers: Readonly<Record<string, string>>): void {
    this.#answered.add(place.provider);
    if (!place.isLocal) this.#offline.answered();
    const window = this.#deps.provider(place.provider)?.requestsWindow ?? 'minute';
    const readings = readRateHeaders(headers, window, this.#now());
    const others = this.#inFlight.count(this.#namesOf(place).quotas) - 1;
    this.#quotas.learn(quotaPlace(place), readings, Math.max(0, others));
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
    if (failure.kind === 'rate_limited') this.#quotas.refused(quotaPlace(place));
    if (failure.kind === 'unsupported_parameter') this.#refused.add(place, failure.param);
    if (failure.kind === 'conflict' && !this.#isSecondConflict(names.gone)) return null;
    const kind = markKindOf(failure);
    if (kind === null) return null;
    if (failure.kind === 'connection_failed' && !place.isLocal && this.#isOurFault(place.provider))
      return null;
    const mark = nextMark(this.#books[kind].get(names[kind]), failure, startedAt, this.#now());
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

  #isSecondConflict(route: string): boolean {
    const last = this.#lastConflict.get(route);
    this.#lastConflict.set(route, this.#now());
    return last !== undefined && Math.abs(this.#now() - last) < CONFLICT_WINDOW_MS;
  }

  #tell(place: HealthPlace): void {
    if (place.keyId !== null) this.#deps.onKeyChange(place.keyId, this.keyHealth(place.keyId));
    this.#deps.onProviderChange(place.provider);
  }

  #namesOf(place: HealthPlace): Names {
    return namePlace(place, this.#limitsOf(place.provider));
  }

  #limitsOf(provider: string): readonly FreeLimit[] {
    return this.#deps.provider(provider)?.freeLimits ?? [];
  }

  #coolingOf(keyId: string): readonly (readonly [MarkBook, string, Mark])[] {
    const key = this.#deps.key(keyId);
    const list = (kind: MarkKind, prefix: string) =>
      this.#books[kind].named(prefix).map(([name, mark]) => [this.#books[kind], name, mark] as const);
    const account = key ? `${key.provider}\n${key.account}\n` : null;
    return [
      ...(account === null ? [] : [...list('pools', account), ...list('quotas', account)]),
      ...list('permissions', `${keyId}\n`),
    ];
  }
}
