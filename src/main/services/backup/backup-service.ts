import type { BackupState, RestorePlan } from '../../../shared/domain/change-plan';
import {
  type BackupExportRequest,
  type BackupRestoreOptions,
  LARGEST_BACKUP_BYTES,
} from '../../../shared/ipc/backup';
import { SpiderGateError } from '../../gateway/errors';
import type { Clock, KeyRing } from '../../gateway/ports';
import type { TokenHasher, Vault } from '../../vault/types';
import { conflict, refuse, vaultClosed } from '../refusals';
import type { NetworkSettings } from '../settings';
import type { BackupService } from '../types';
import type { OwnerProof } from '../vault';
import { type ApplyParts, applyInventory, bringBack } from './apply-inventory';
import { type BackupDocument, readDocument, writeDocument } from './backup-document';
import { requireSound } from './check-inventory';
import { compareInventories } from './compare-inventories';
import { fromRows, INVENTORY_SETTINGS, type Inventory, takeInventory } from './inventory';
import { makeDocument } from './make-document';
import { readPassphraseFile, USUAL_WORK_FACTOR, writePassphraseFile } from './passphrase-file';
import { planRestore } from './plan-restore';

/** Of as many installations tokens can come together in one. */
const MOST_TOKEN_KEYS = 64;

export interface BackupParts extends ApplyParts {
  readonly keyRing: KeyRing;
  readonly vault: Vault;
  readonly tokenHasher: TokenHasher;
  readonly owner: OwnerProof;
  readonly network: NetworkSettings;
  readonly clock: Pick<Clock, 'now'>;
  readonly version: string;
  /** Base-2 logarithm of scrypt's cost; the usual one when left out. */
  readonly workFactor?: number;
}

export function createBackupService(parts: BackupParts): BackupService {
  return {
    state: () => describeState(parts),
    create: (request) => exportBackup(request, parts),
    async restore(file, options) {
      const document = await openBackup(file, options.passphrase);
      // The vault may have been locked meanwhile.
      requireUnlocked(parts.vault);
      return restore(document, options, parts);
    },
    undo() {
      undo(parts);
      return describeState(parts);
    },
  };
}

function describeState({ storage }: BackupParts): BackupState {
  const madeAt = storage.configuration.copyMadeAt();
  return { undo_from: madeAt === null ? null : new Date(madeAt).toISOString() };
}

async function exportBackup({ passphrase, vault_passphrase }: BackupExportRequest, parts: BackupParts) {
  requireUnlocked(parts.vault);
  await parts.owner.demand({ act: 'make_backup', param: 'vault_passphrase', passphrase: vault_passphrase });
  // The vault may have been locked meanwhile.
  requireUnlocked(parts.vault);
  const madeAt = new Date(parts.clock.now());
  const document = makeDocument(takeInventory(parts), { ...parts, ring: parts.keyRing, madeAt });
  const content = writeDocument(document);
  // A backup that cannot be restored would be noticed only when it is needed.
  if (!readDocument(content).ok) throw new Error('the backup could not be read again');
  try {
    const file = await writePassphraseFile(content, passphrase, parts.workFactor ?? USUAL_WORK_FACTOR);
    return {
      file,
      name: `spidergate-${madeAt.toISOString().slice(0, 10)}.age`,
      unreadable_keys: document.keys
        .filter((key) => key.secret === null)
        .map((key) => `${key.provider} · ${key.label}`),
    };
  } finally {
    content.fill(0);
  }
}

const REASONS = {
  passphrase:
    'The backup does not open with this passphrase. Either it is not the one that was chosen for it, or the file was altered. Nothing was changed.',
  altered: 'The backup was altered, or a part of it is missing. Nothing was changed.',
  foreign: 'This file is not a backup of SpiderGate, or its beginning is damaged. Nothing was changed.',
  version:
    'The backup was made by a newer version of SpiderGate. Update SpiderGate, then restore it. Nothing was changed.',
} as const;

async function openBackup(file: Uint8Array, passphrase: string): Promise<BackupDocument> {
  if (file.length > LARGEST_BACKUP_BYTES) {
    throw new SpiderGateError('request_too_large', 'This file is too large to be a backup of SpiderGate.', {
      param: 'file',
    });
  }
  const opened = await readPassphraseFile(file, passphrase);
  if (!opened.ok)
    throw refuse(opened.reason === 'passphrase' ? 'passphrase' : 'file', REASONS[opened.reason]);
  const read = readDocument(opened.content);
  opened.content.fill(0);
  if (!read.ok) throw refuse('file', REASONS[read.reason]);
  return read.document;
}

function restore(document: BackupDocument, options: BackupRestoreOptions, parts: BackupParts): RestorePlan {
  const { mode } = options;
  const current = takeInventory(parts);
  const isWithdrawn = createWithdrawnCheck(parts);
  const planned = planRestore(document, current, { ...parts, mode, ring: parts.keyRing, isWithdrawn });
  requireSound(planned.inventory);
  const tokenKeys = joinTokenKeys(document, options, parts.tokenHasher);
  if (!options.dry_run) {
    // First: with more keys than are needed, every token is still recognised should it end here.
    parts.tokenHasher.adopt(tokenKeys);
    applyInventory(current, planned.inventory, parts);
  }
  return {
    applied: !options.dry_run,
    mode,
    made_at: document.made_at,
    app_version: document.app_version,
    changes: compareInventories(current, planned.inventory),
    notices: planned.notices,
  };
}

/** Those of here stay: tokens may be merged, and a restore may be undone. */
function joinTokenKeys(
  { token_keys }: BackupDocument,
  { mode }: BackupRestoreOptions,
  hasher: TokenHasher,
): readonly Buffer[] {
  const own = hasher.keys();
  const restored = token_keys.map((key) => Buffer.from(key, 'base64'));
  const inOrder = mode === 'merge' ? [...own, ...restored] : [...restored, ...own];
  const keys = [...new Map(inOrder.map((key) => [key.toString('hex'), key])).values()];
  if (keys.length > MOST_TOKEN_KEYS)
    throw conflict(`Tokens of more than ${MOST_TOKEN_KEYS} installations cannot come together here.`, 'file');
  return keys;
}

function undo(parts: BackupParts): void {
  const { storage, vault } = parts;
  if (storage.configuration.copyMadeAt() === null)
    throw conflict('There is no restore or import that could be undone.');
  requireUnlocked(vault);
  const before = takeInventory(parts);
  const kept = withoutWithdrawn(
    fromRows(storage.configuration.readCopy(INVENTORY_SETTINGS)),
    createWithdrawnCheck(parts),
  );
  requireReadable(kept, before, parts.vault);
  bringBack(before, kept, parts);
}

function createWithdrawnCheck({ storage }: BackupParts): (inviteId: string | undefined) => boolean {
  return (inviteId) => inviteId !== undefined && storage.invites.get(inviteId)?.endedAs === 'withdrawn';
}

/** A key that was taken back is gone for good. */
function withoutWithdrawn(kept: Inventory, isWithdrawn: (inviteId: string) => boolean): Inventory {
  const gone = new Set(kept.contributions.filter(({ id }) => isWithdrawn(id)).map(({ keyId }) => keyId));
  return { ...kept, keys: kept.keys.filter(({ id }) => !gone.has(id)) };
}

/** The vault may have been given another data key since; then what was sealed before is lost to it. */
function requireReadable(kept: Inventory, now: Inventory, vault: Vault): void {
  const seals = new Map(now.keys.map((row) => [row.id, row.sealed]));
  const isReadable = ({ id, sealed }: Inventory['keys'][number]) => {
    try {
      vault.open(id, sealed);
      return true;
    } catch {
      // One that is damaged here just the same is no loss.
      const here = seals.get(id);
      return here !== undefined && Buffer.compare(here, sealed) === 0;
    }
  };
  if (kept.keys.every(isReadable)) return;
  throw conflict(
    'Keys of that time can no longer be read: the vault was encrypted anew since then, or they were damaged already. Nothing was changed.',
  );
}

function requireUnlocked(vault: Vault): void {
  if (vault.status().state !== 'unlocked') throw vaultClosed(vault.status());
}
