/** A page or app in a browser engine, as it names itself in the `Origin` header, e.g. `http://localhost:3000`. */
export interface OriginEntry {
  readonly origin: string;
  readonly state: 'refused' | 'allowed';
  /** Requests since SpiderGate started. */
  readonly count: number;
  /** ISO 8601; `null`: not since SpiderGate started. */
  readonly last_seen: string | null;
}

/** What every sandboxed page and local file has in common: it names nobody, so it can never be allowed. */
export const OPAQUE_ORIGIN = 'null';
