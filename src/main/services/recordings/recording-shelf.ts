import { z } from 'zod';
import type { RecordingFacts, RecordingTable } from '../../storage/types';
import type { Vault } from '../../vault/types';

/** All recordings together; the oldest go first. */
const MOST_BYTES = 256 * 1024 * 1024;

const headers = z.record(z.string(), z.string());
const content = z.object({
  request: z.object({ headers, body: z.string(), cut: z.boolean() }),
  answer: z.object({
    status: z.number(),
    headers,
    kind: z.enum(['json', 'stream']),
    text: z.string(),
    cut: z.boolean(),
    whole: z.boolean(),
  }),
});

export type RecordedContent = z.output<typeof content>;

/** Recordings as they lie in the database: sealed, and known by their ids alone while the vault is locked. */
export interface RecordingShelf {
  ids(): readonly string[];
  has(id: string): boolean;
  facts(id: string): RecordingFacts | null;
  /** The newest first. */
  newest(): readonly RecordingFacts[];
  bytes(): number;
  /** Changes whenever something is put in or taken out. */
  version(): number;
  put(id: string, recordedAt: number, what: RecordedContent): void;
  /** `null`: it cannot be read any more. Throws VaultLockedError. */
  open(id: string): RecordedContent | null;
  delete(ids: readonly string[]): void;
}

interface ShelfParts {
  readonly table: RecordingTable;
  readonly vault: Vault;
}

export function createRecordingShelf({ table, vault }: ShelfParts): RecordingShelf {
  const known = new Map(table.list().map((facts) => [facts.id, facts]));
  let bytes = [...known.values()].reduce((sum, facts) => sum + facts.bytes, 0);
  let version = 0;

  /** One that does not open is of a vault that is gone, and with it whatever was sealed under it. */
  function requireKey(): Uint8Array {
    const key = table.key();
    if (key !== null && opens(vault, key)) return key;
    remove([...known.keys()]);
    const fresh = vault.contents.makeKey();
    table.setKey(fresh);
    return fresh;
  }

  function remove(ids: readonly string[]): void {
    const gone = ids.filter((id) => known.has(id));
    if (gone.length === 0) return;
    table.delete(gone);
    for (const id of gone) {
      bytes -= known.get(id)?.bytes ?? 0;
      known.delete(id);
    }
    version += 1;
  }

  function makeRoom(): void {
    const oldest: string[] = [];
    let over = bytes - MOST_BYTES;
    for (const facts of known.values()) {
      if (over <= 0) break;
      over -= facts.bytes;
      oldest.push(facts.id);
    }
    remove(oldest);
  }

  return {
    ids: () => [...known.keys()],
    has: (id) => known.has(id),
    facts: (id) => known.get(id) ?? null,
    newest: () => [...known.values()].reverse(),
    bytes: () => bytes,
    version: () => version,
    put(id, recordedAt, what) {
      const sealed = vault.contents.seal(requireKey(), id, JSON.stringify(what));
      const facts = { id, recordedAt, bytes: sealed.byteLength };
      table.insert({ ...facts, sealed });
      known.set(id, facts);
      bytes += facts.bytes;
      version += 1;
      makeRoom();
    },
    open(id) {
      const key = table.key();
      const sealed = table.get(id);
      if (key === null || sealed === null) return null;
      return readContent(vault, { key, id, sealed });
    },
    delete: remove,
  };
}

/** Throws where the vault is locked. */
function opens(vault: Vault, key: Uint8Array): boolean {
  try {
    vault.open(vault.contents.keyRow, key);
    return true;
  } catch (failure) {
    if (vault.status().state !== 'unlocked') throw failure;
    return false;
  }
}

function readContent(
  vault: Vault,
  { key, id, sealed }: { readonly key: Uint8Array; readonly id: string; readonly sealed: Uint8Array },
): RecordedContent | null {
  try {
    return content.parse(JSON.parse(vault.contents.open(key, id, sealed)));
  } catch (failure) {
    if (vault.status().state !== 'unlocked') throw failure;
    return null;
  }
}
