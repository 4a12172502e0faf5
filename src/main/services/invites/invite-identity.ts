import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { z } from 'zod';
import type { InviteFacts } from '../../../shared/invite/invite-token';
import type { SealedBox } from '../../../shared/invite/sealed-box';
import { type Contribution, openReply } from '../../../shared/invite/sealed-reply';
import { openWithdrawal } from '../../../shared/invite/sealed-withdrawal';
import type { SettingTable } from '../../storage/types';
import type { Vault } from '../../vault/types';
import { vaultClosed } from '../refusals';

const SETTING = 'invites.identity';
/** What each private half is sealed for. */
const SEALED_AS = { signing: 'settings:invites.signing', sealing: 'settings:invites.sealing' } as const;

const HALVES = ['signing', 'sealing'] as const;
type Half = (typeof HALVES)[number];

const pair = z.strictObject({ public: z.base64(), sealed: z.base64() });
const identityRecord = z.strictObject({ version: z.literal(1), signing: pair, sealing: pair });
type IdentityRecord = z.output<typeof identityRecord>;

/** Two key pairs of this vault: one signs its invites, to the other contributed keys are sealed. Private halves stay sealed. */
export interface InviteIdentity {
  /** Makes the pairs at first use, or anew where they no longer open. Throws `vault_locked`. */
  require(): PublicKeys;
  isOwn(facts: InviteFacts): boolean;
  /** Throws `vault_locked`. */
  sign(message: Uint8Array): Uint8Array;
  /** `null`: it does not open. The vault must be unlocked. */
  open(reply: SealedBox, token: string): Promise<Contribution | null>;
  /** The code in a sealed withdrawal, as `open`. */
  openWithdrawal(withdrawal: SealedBox): Promise<string | null>;
}

export interface PublicKeys {
  readonly signingKey: Uint8Array;
  readonly sealingKey: Uint8Array;
}

interface IdentityParts {
  readonly storage: { readonly settings: SettingTable };
  readonly vault: Vault;
}

function readRecord(settings: SettingTable): IdentityRecord | null {
  const text = settings.get(SETTING);
  return text === null ? null : (identityRecord.safeParse(readJson(text)).data ?? null);
}

/** Both private halves are sealed anew with everything else under a new data key. */
function keepSealed(settings: SettingTable, vault: Vault): void {
  vault.rekeying.keep({
    list() {
      const record = readRecord(settings);
      if (record === null) return [];
      return HALVES.map((which) => ({
        rowId: SEALED_AS[which],
        sealed: Buffer.from(record[which].sealed, 'base64'),
      }));
    },
    replace(items) {
      const record = readRecord(settings);
      if (record === null) return;
      const changed = new Map(items.map((item) => [item.rowId, Buffer.from(item.sealed).toString('base64')]));
      const toPair = (which: Half) => ({
        ...record[which],
        sealed: changed.get(SEALED_AS[which]) ?? record[which].sealed,
      });
      const next = { ...record, signing: toPair('signing'), sealing: toPair('sealing') };
      settings.set(SETTING, JSON.stringify(next));
    },
  });
}

export function createInviteIdentity({ storage, vault }: IdentityParts): InviteIdentity {
  const read = () => readRecord(storage.settings);
  keepSealed(storage.settings, vault);

  function openPrivate(record: IdentityRecord, which: Half): Uint8Array | null {
    try {
      const sealed = Buffer.from(record[which].sealed, 'base64');
      return Buffer.from(vault.open(SEALED_AS[which], sealed), 'base64');
    } catch {
      return null;
    }
  }

  function make(): IdentityRecord {
    const signing = ed25519.keygen();
    const sealing = x25519.keygen();
    const toPair = (which: Half, keys: typeof signing) => {
      const secret = Buffer.from(keys.secretKey).toString('base64');
      keys.secretKey.fill(0);
      const sealed = Buffer.from(vault.seal(SEALED_AS[which], secret)).toString('base64');
      return { public: Buffer.from(keys.publicKey).toString('base64'), sealed };
    };
    const made = {
      version: 1 as const,
      signing: toPair('signing', signing),
      sealing: toPair('sealing', sealing),
    };
    storage.settings.set(SETTING, JSON.stringify(made));
    return made;
  }

  async function withSealingKey<T>(work: (secret: Uint8Array) => Promise<T | null>): Promise<T | null> {
    const record = read();
    const secret = record && openPrivate(record, 'sealing');
    if (!secret) return null;
    const opened = await work(secret);
    secret.fill(0);
    return opened;
  }

  function requireUnlocked(): void {
    if (vault.status().state !== 'unlocked') throw vaultClosed(vault.status());
  }

  function requireRecord(): IdentityRecord {
    requireUnlocked();
    const record = read();
    const opens = record && openPrivate(record, 'signing') && openPrivate(record, 'sealing');
    return record && opens ? record : make();
  }

  return {
    require: () => toPublic(requireRecord()),
    isOwn(facts) {
      const record = read();
      if (!record) return false;
      const own = toPublic(record);
      return equal(own.signingKey, facts.signingKey) && equal(own.sealingKey, facts.sealingKey);
    },
    sign(message) {
      const secret = openPrivate(requireRecord(), 'signing');
      if (!secret) throw vaultClosed(vault.status());
      const signature = ed25519.sign(message, secret);
      secret.fill(0);
      return signature;
    },
    open: (reply, token) => withSealingKey((secret) => openReply(reply, token, secret)),
    openWithdrawal: (withdrawal) => withSealingKey((secret) => openWithdrawal(withdrawal, secret)),
  };
}

function toPublic({ signing, sealing }: IdentityRecord): PublicKeys {
  return {
    signingKey: Buffer.from(signing.public, 'base64'),
    sealingKey: Buffer.from(sealing.public, 'base64'),
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Both are public, so the time it takes tells nothing. */
function equal(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}
