import { z } from 'zod';
import type { AgentTokenRow, SettingTable, WorkspaceRow } from '../../storage/types';
import type { TokenHasher } from '../../vault/types';
import { PERSONAL_WORKSPACE } from '../workspace-book';

const SETTING = 'tokens.key';

/** Fingerprint of the key in use, and of those before it with the hashes that were made under each. */
const record = z.object({ current: z.string(), before: z.record(z.string(), z.array(z.string())) });
type TokenKeyRecord = z.output<typeof record>;

/** Key of hashes that were there before fingerprints were kept. */
const UNKNOWN = 'unknown';

export interface TokenKeyWatch {
  /** Tokens and client credentials that no longer work because their key is gone, and that nobody has replaced since. */
  voidTokens(): number;
}

interface TokenKeyParts {
  readonly storage: { readonly settings: SettingTable };
  readonly tokenHasher: TokenHasher;
  readonly agentTokens: { list(): readonly AgentTokenRow[] };
  readonly workspaces: { list(): readonly WorkspaceRow[] };
}

/**
 * Tokens are hashed under a key in a file of its own. Without that file a new key is made, so that new tokens
 * work, but the tokens there were are void: this notices. Putting the file back makes them valid again.
 */
export function watchTokenKey(parts: TokenKeyParts): TokenKeyWatch {
  const { storage, tokenHasher } = parts;
  const hashes = () => [
    ...parts.agentTokens.list().map((row) => toHex(row.tokenHash)),
    ...parts.workspaces.list().map((row) => toHex(row.credentialHash)),
  ];

  function take(next: TokenKeyRecord): TokenKeyRecord {
    storage.settings.set(SETTING, JSON.stringify(next));
    return next;
  }

  const own = () => tokenHasher.fingerprints()[0] ?? UNKNOWN;
  const stored = readRecord(storage.settings);
  let known = stored ?? { current: tokenHasher.isNew ? UNKNOWN : own(), before: {} };
  if (stored === null || known.current !== own()) known = take(changeKey(known, own(), hashes()));
  // A restored backup brings its tokens and their keys together.
  tokenHasher.onAdopt(() => {
    known = take({ ...known, current: own() });
  });

  return {
    voidTokens() {
      const valid = new Set(tokenHasher.fingerprints());
      const lost = Object.entries(known.before).flatMap(([key, made]) => (valid.has(key) ? [] : made));
      if (lost.length === 0) return 0;
      const present = new Set(lost);
      const tokens = parts.agentTokens.list().filter((row) => present.has(toHex(row.tokenHash)));
      const clients = parts.workspaces
        .list()
        .filter((row) => wasGivenOut(row) && present.has(toHex(row.credentialHash)));
      return tokens.length + clients.length;
    },
  };
}

/** What was hashed since the last change was hashed under the key that was current until now. */
function changeKey(known: TokenKeyRecord, next: string, hashes: readonly string[]): TokenKeyRecord {
  if (known.current === next) return known;
  const older = new Set(Object.values(known.before).flat());
  const { [next]: _, ...others } = known.before;
  const own = hashes.filter((hash) => !older.has(hash));
  return { current: next, before: own.length === 0 ? others : { ...others, [known.current]: own } };
}

/** The personal workspace has a client credential from the start, which nobody has seen. */
function wasGivenOut(row: WorkspaceRow): boolean {
  return row.id !== PERSONAL_WORKSPACE || row.lastUsedAt !== null;
}

function readRecord(settings: SettingTable): TokenKeyRecord | null {
  const text = settings.get(SETTING);
  return text === null ? null : (record.safeParse(parse(text)).data ?? null);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toHex(hash: Uint8Array): string {
  return Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString('hex');
}
