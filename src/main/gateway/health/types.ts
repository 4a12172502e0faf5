import type { HealthStatus, KeyHealth, QuotaWindow } from '../../../shared/domain/health';
import type { Failure } from '../attempt';
import type { Drawn, Load } from './load';

export type { Drawn, Load } from './load';

/** Health of keys and providers as the other parts of the program may see and reset it. */
export interface HealthBook {
  keyHealth(keyId: string): KeyHealth;
  /** `null` while nothing was ever sent there. */
  providerHealth(providerId: string): HealthStatus | null;
  quota(providerId: string, account: string): readonly QuotaWindow[];
  /** The reset button: healthy, no cool-down. */
  resetKey(keyId: string): void;
  /** The key was deleted. */
  forgetKey(keyId: string): void;
  /** The computer woke up: what was seen of connections before it slept means nothing now. */
  wake(): void;
  /** Writes what has changed since the last write. */
  flush(): void;
}

/** One place whose health is asked for. */
export interface HealthPlace {
  readonly provider: string;
  readonly model: string;
  /** `null` where the provider needs no key. */
  readonly keyId: string | null;
  readonly account: string | null;
  /** On this computer or in its own network: reached even when the computer is offline. */
  readonly isLocal: boolean;
}

export type PlaceHealth =
  | {
      readonly usable: true;
      readonly rank: 'healthy' | 'degraded';
      readonly inFlight: number;
      /** 0 to 1 of the tightest known quota; `null`: nothing is known. */
      readonly quotaLeft: number | null;
    }
  | {
      readonly usable: false;
      readonly reason:
        | 'key_unhealthy'
        | 'cooling_down'
        | 'quota_spent'
        | 'provider_down'
        | 'model_gone'
        | 'offline';
      /** Epoch milliseconds; `null`: nobody knows. */
      readonly until: number | null;
      /** True when waiting alone will not help: spent, or not authorised. */
      readonly needsOwner: boolean;
    };

export type UnusablePlace = Extract<PlaceHealth, { usable: false }>;

/** Held while an attempt runs; exactly one of its three ends is called, once. */
export interface HealthLease {
  /** Response headers of any status: they may tell what is left. */
  learn(headers: Readonly<Record<string, string>>): void;
  /** The answer has begun: others need not wait for its end to know that the place works. It may still break off. */
  begun(): void;
  /** `used`: by the provider's own count; `null`: it told none. */
  succeed(used: Drawn | null): void;
  /** Gives the time until which the place is left out, if it is. */
  fail(failure: Failure): number | null;
  /** The caller went away: says nothing about the place. */
  release(): void;
}

/** Health as routing uses it. */
export interface RoutingHealth {
  /** Pure: asking twice gives the same answer. */
  look(place: HealthPlace, load: Load): PlaceHealth;
  /** `since`: when the same request first tried this place (epoch milliseconds); its failures are one step together. */
  begin(place: HealthPlace, load: Load, since?: number): HealthLease;
  refusedParams(provider: string, model: string): readonly string[];
  isOffline(): boolean;
}

/** Where health is kept over a restart. States are JSON. */
export interface HealthStore {
  list(): readonly HealthEntry[];
  put(entries: readonly HealthEntry[]): void;
  delete(kind: string, id: string): void;
}

export interface HealthEntry {
  readonly kind: string;
  readonly id: string;
  readonly state: string;
}
