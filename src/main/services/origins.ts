import { z } from 'zod';
import { OPAQUE_ORIGIN, type OriginEntry } from '../../shared/domain/origin';
import { isOrigin } from '../../shared/ipc/origins';
import type { Clock } from '../gateway/ports';
import type { SettingTable } from '../storage/types';
import { refuse } from './refusals';
import type { EventHub, OriginGate, OriginService } from './types';

export const ORIGINS_SETTING = 'origins.allowed';
const MOST_ALLOWED = 100;
const MOST_REFUSED = 50;
/** A page that tries again every second is told about once in this time. */
const QUIET_MS = 5 * 60_000;
/** Origins are free to invent, so what is told has a limit over all of them too. */
const MOST_TOLD = 10;

interface Seen {
  count: number;
  lastSeen: number | null;
}

interface OriginParts {
  readonly storage: { readonly settings: SettingTable };
  readonly clock: Pick<Clock, 'now'>;
  readonly events: EventHub;
}

export interface OriginSet {
  readonly service: OriginService;
  readonly gate: OriginGate;
  /** Storage holds others now. */
  reload(): void;
}

/** Which pages and apps of browser engines may use the gateway: those the user has allowed, by exact name. */
export function createOrigins(parts: OriginParts): OriginSet {
  const { storage, clock } = parts;
  const allowed = new Map(readAllowed(storage.settings).map((origin) => [origin, unseen()]));
  const refused = new Map<string, Seen>();
  const tell = createTeller(parts);

  function noteRefusal(origin: string): void {
    const seen = refused.get(origin) ?? unseen();
    note(seen, clock.now());
    // Put in anew: the order of the map is that of the last visits.
    refused.delete(origin);
    refused.set(origin, seen);
    if (refused.size > MOST_REFUSED) dropOldest(refused);
    tell(origin, seen.count);
  }

  function list(): readonly OriginEntry[] {
    return [...toEntries(allowed, 'allowed'), ...[...toEntries(refused, 'refused')].reverse()];
  }

  function write(origins: Iterable<string>): void {
    storage.settings.set(ORIGINS_SETTING, JSON.stringify([...origins]));
  }

  function allow(origin: string): void {
    if (allowed.has(origin)) return;
    if (origin === OPAQUE_ORIGIN)
      throw refuse(
        'origin',
        'The origin "null" names nobody: any sandboxed page sends it. It stays refused.',
      );
    if (allowed.size >= MOST_ALLOWED)
      throw refuse('origin', `No more than ${MOST_ALLOWED} origins can be allowed. Take one off first.`);
    write([...allowed.keys(), origin]);
    allowed.set(origin, refused.get(origin) ?? unseen());
    refused.delete(origin);
  }

  function forget(origin: string): void {
    if (allowed.has(origin)) write([...allowed.keys()].filter((other) => other !== origin));
    allowed.delete(origin);
    refused.delete(origin);
  }

  return {
    service: {
      list,
      put({ origin, allowed: wanted }) {
        if (wanted) allow(origin);
        else forget(origin);
        parts.events.emit({ type: 'changed', collection: 'origins' });
        return list();
      },
    },
    gate: {
      admits(origin) {
        const seen = allowed.get(origin);
        if (seen) note(seen, clock.now());
        // What is no origin at all could not be allowed, so it is not shown either.
        else if (isOrigin(origin)) noteRefusal(origin);
        return seen !== undefined;
      },
    },
    reload() {
      const now = readAllowed(storage.settings);
      for (const origin of [...allowed.keys()]) if (!now.includes(origin)) allowed.delete(origin);
      for (const origin of now) if (!allowed.has(origin)) allowed.set(origin, unseen());
    },
  };
}

/** Tells about a refused origin, but not again and again. */
function createTeller({ clock, events }: OriginParts): (origin: string, count: number) => void {
  const told = new Map<string, number>();
  return (origin, count) => {
    const now = clock.now();
    for (const [other, at] of told) if (now - at >= QUIET_MS || at > now) told.delete(other);
    if (told.has(origin) || told.size >= MOST_TOLD) return;
    told.set(origin, now);
    events.emit({ type: 'origin_refused', origin, count });
    events.emit({ type: 'changed', collection: 'origins' });
  };
}

function unseen(): Seen {
  return { count: 0, lastSeen: null };
}

function note(seen: Seen, now: number): void {
  seen.count += 1;
  seen.lastSeen = now;
}

function dropOldest(refused: Map<string, Seen>): void {
  for (const origin of refused.keys()) {
    refused.delete(origin);
    return;
  }
}

function toEntries(origins: ReadonlyMap<string, Seen>, state: OriginEntry['state']): OriginEntry[] {
  return [...origins].map(([origin, { count, lastSeen }]) => ({
    origin,
    state,
    count,
    last_seen: lastSeen === null ? null : new Date(lastSeen).toISOString(),
  }));
}

const storedOrigins = z.array(z.string()).catch([]);

/** What is damaged counts as never allowed. */
export function readAllowed(settings: Pick<SettingTable, 'get'>): readonly string[] {
  const origins = parse(settings.get(ORIGINS_SETTING));
  return origins.filter((origin) => origin !== OPAQUE_ORIGIN && isOrigin(origin)).slice(0, MOST_ALLOWED);
}

function parse(text: string | null): readonly string[] {
  try {
    return storedOrigins.parse(text === null ? [] : JSON.parse(text));
  } catch {
    return [];
  }
}
