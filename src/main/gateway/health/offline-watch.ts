/** Connections to different providers that all fail within this time mean this computer, not them. */
const BURST_MS = 5000;
/** How long that is believed before the next request may try again. */
const BELIEVED_MS = 10_000;

/** Tells a computer that is offline from providers that are down. Source: routing.md, "Health, per key". */
export interface OfflineWatch {
  isOffline(): boolean;
  /** Gives the providers whose failures turned out to be ours, when this failure shows it. */
  failed(provider: string): readonly string[];
  /** A provider answered, with whatever status: the way out is there. */
  answered(): void;
}

export function createOfflineWatch(deps: {
  /** Monotonic: a clock set back must not make a moment offline last for days. */
  readonly now: () => number;
  /** What the system says; it knows of cables and radios, not of captive portals. */
  readonly isSystemOnline: () => boolean;
}): OfflineWatch {
  const recent = new Map<string, number>();
  let believedUntil = Number.NEGATIVE_INFINITY;
  return {
    isOffline: () => !deps.isSystemOnline() || deps.now() < believedUntil,
    failed(provider) {
      const now = deps.now();
      recent.set(provider, now);
      for (const [name, at] of recent) if (now - at > BURST_MS || at > now) recent.delete(name);
      if (recent.size < 2 && deps.isSystemOnline()) return [];
      if (recent.size >= 2) believedUntil = now + BELIEVED_MS;
      return [...recent.keys()];
    },
    answered() {
      recent.clear();
      believedUntil = Number.NEGATIVE_INFINITY;
    },
  };
}
