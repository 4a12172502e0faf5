import { z } from 'zod';
import { agentTokenUpdateRequest } from '../../../shared/ipc/agent-tokens';
import { aliasId, aliasPutRequest } from '../../../shared/ipc/aliases';
import { keyUpdateRequest } from '../../../shared/ipc/keys';
import { keyLimitFields, limitFields } from '../../../shared/ipc/limits';
import { isOrigin } from '../../../shared/ipc/origins';
import { providerCreateRequest } from '../../../shared/ipc/providers';
import { settingsUpdateRequest } from '../../../shared/ipc/settings';

export const BACKUP_FORMAT = 'spidergate-backup';
export const BACKUP_VERSION = 1;

const id = z.string().min(1).max(64);
const time = z.int().nonnegative();
const hash = z.base64().length(44);
const shortText = z.string().min(1).max(200);
const key = keyUpdateRequest.shape;
const token = agentTokenUpdateRequest.shape;

const workspace = z.strictObject({
  id,
  client_id: shortText,
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/),
  credential_hash: hash,
  credential_enabled: z.boolean(),
  created_at: time,
  last_used_at: time.nullable(),
  ...limitFields,
});

const providerKey = z.strictObject({
  id,
  provider: z.string().min(1).max(63),
  label: key.key_label.unwrap(),
  masked: shortText,
  /** `null`: it could not be read when the backup was made. */
  secret: z.string().min(1).max(4096).nullable(),
  workspace_id: id.nullable(),
  share_with_pool: z.boolean(),
  account: key.account.unwrap(),
  priority: key.priority.unwrap(),
  enabled: z.boolean(),
  fields: key.fields.unwrap(),
  created_at: time,
  last_used_at: time.nullable(),
  ...keyLimitFields,
});

const agentToken = z.strictObject({
  id,
  workspace_id: id,
  name: token.name.unwrap(),
  token_hash: hash,
  masked: shortText,
  allowed_models: token.allowed_models.unwrap(),
  scopes: token.scopes.unwrap(),
  enabled: z.boolean(),
  free_models_only: z.boolean(),
  expires_at: time.nullable(),
  created_at: time,
  last_used_at: time.nullable(),
  ...limitFields,
});

const contribution = z.strictObject({
  invite_id: id,
  key_id: id,
  provider: z.string().min(1).max(63),
  label: shortText,
  sender: shortText,
  withdrawal_hash: hash,
  created_at: time,
  expires_at: time,
  ended_at: time,
});

/** What is inside the encrypted file; docs/backup-format.md says it in words. */
const backupDocument = z.strictObject({
  format: z.literal(BACKUP_FORMAT),
  version: z.literal(BACKUP_VERSION),
  made_at: z.iso.datetime(),
  app_version: z.string().max(100),
  /** What token hashes were made under, the own key of the installation first. */
  token_keys: z.array(hash).min(1).max(64),
  workspaces: z.array(workspace),
  keys: z.array(providerKey),
  agent_tokens: z.array(agentToken),
  aliases: z.array(z.strictObject({ id: aliasId, ...aliasPutRequest.shape })),
  custom_providers: z.array(providerCreateRequest),
  /** By these, whoever brought a key through an invite can still take it back. */
  contributions: z.array(contribution),
  provider_switches: z.record(z.string(), z.boolean()),
  settings: settingsUpdateRequest,
  allowed_origins: z.array(z.string().refine(isOrigin)),
});

export type BackupDocument = z.output<typeof backupDocument>;

export type ReadDocument =
  | { readonly ok: true; readonly document: BackupDocument }
  /** `version`: made by a version that knows more than this one. */
  | { readonly ok: false; readonly reason: 'foreign' | 'version' };

const heading = z.object({ format: z.literal(BACKUP_FORMAT), version: z.number() });

export function writeDocument(document: BackupDocument): Uint8Array {
  return Buffer.from(JSON.stringify(document), 'utf8');
}

/** The file was whole and the passphrase right, so what does not fit was written by another version or program. */
export function readDocument(content: Uint8Array): ReadDocument {
  const value = parse(content);
  if (!heading.safeParse(value).success) return { ok: false, reason: 'foreign' };
  const result = backupDocument.safeParse(value);
  return result.success ? { ok: true, document: result.data } : { ok: false, reason: 'version' };
}

function parse(content: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(content).toString('utf8'));
  } catch {
    return undefined;
  }
}
