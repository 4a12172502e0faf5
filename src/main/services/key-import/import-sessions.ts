import type { Clock } from '../../gateway/ports';
import { newId } from '../new-id';
import type { FoundKey } from './types';

const LIFETIME_MS = 10 * 60_000;
/** The window and a script may be at it together; more are left-overs. */
const MOST = 4;

interface ImportSession {
  readonly id: string;
  readonly expiresAt: number;
  /** Entry id → what was found. */
  readonly found: ReadonlyMap<string, FoundKey>;
}

/** Secrets that were shown masked and are not stored yet, in memory and for minutes. */
export interface ImportSessions {
  open(found: ReadonlyMap<string, FoundKey>): ImportSession;
  get(id: string): ImportSession | null;
  forget(id: string): void;
  clear(): void;
}

export function createImportSessions(clock: Clock): ImportSessions {
  const sessions = new Map<string, { readonly session: ImportSession; readonly cancel: () => void }>();

  function forget(id: string): void {
    sessions.get(id)?.cancel();
    sessions.delete(id);
  }

  return {
    open(found) {
      const [oldest] = sessions.keys();
      if (sessions.size >= MOST && oldest !== undefined) forget(oldest);
      const session = { id: newId(), expiresAt: clock.now() + LIFETIME_MS, found };
      const cancel = clock.after(LIFETIME_MS, () => sessions.delete(session.id));
      sessions.set(session.id, { session, cancel });
      return session;
    },
    get: (id) => sessions.get(id)?.session ?? null,
    forget,
    clear() {
      for (const id of [...sessions.keys()]) forget(id);
    },
  };
}
