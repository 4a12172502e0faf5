import type { InviteFacts } from './invite-token';
import { openInVault, sealForVault } from './seal-for-vault';
import { REPLY_PREFIX, readSealedBox, type SealedBox, writeSealedBox } from './sealed-box';
import { readWithdrawalCode } from './withdrawal-code';

/** A contributed key on its way: a sealed box, bound to the whole invite it answers. */
export interface Contribution {
  readonly apiKey: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Only the contributor keeps it. */
  readonly withdrawalCode: string;
}

/** Filled up to a multiple of this, so that the length of a key does not show. */
const PADDING_BYTES = 512;
const PURPOSE = 'spidergate invite reply 1';

export async function sealReply(
  invite: { readonly token: string; readonly facts: InviteFacts },
  contribution: Contribution,
): Promise<string> {
  const binding = { purpose: PURPOSE, aad: invite.token };
  const box = await sealForVault(invite.facts, writeContribution(contribution), binding);
  return writeSealedBox(REPLY_PREFIX, box);
}

export function readSealedReply(text: string): SealedBox | null {
  return readSealedBox(REPLY_PREFIX, text);
}

/** `null`: altered, sealed for another invite or another vault, or not what a page of ours seals. Nothing tells which. */
export async function openReply(
  reply: SealedBox,
  token: string,
  privateKey: Uint8Array,
): Promise<Contribution | null> {
  const plain = await openInVault(reply, privateKey, { purpose: PURPOSE, aad: token });
  if (plain === null) return null;
  try {
    return readContribution(plain);
  } catch {
    return null;
  }
}

function writeContribution({ apiKey, fields, withdrawalCode }: Contribution): Uint8Array {
  const text = JSON.stringify({ api_key: apiKey, fields, withdrawal_code: withdrawalCode });
  const plain = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil(plain.length / PADDING_BYTES) * PADDING_BYTES).fill(0x20);
  padded.set(plain);
  return padded;
}

function readContribution(plain: Uint8Array): Contribution | null {
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
  if (typeof value !== 'object' || value === null) return null;
  if (!('api_key' in value) || typeof value.api_key !== 'string') return null;
  if (!('withdrawal_code' in value) || typeof value.withdrawal_code !== 'string') return null;
  const withdrawalCode = readWithdrawalCode(value.withdrawal_code);
  const fields = readFields('fields' in value ? value.fields : {});
  if (withdrawalCode === null || fields === null) return null;
  return { apiKey: value.api_key, fields, withdrawalCode };
}

function readFields(value: unknown): Readonly<Record<string, string>> | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields: Record<string, string> = {};
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') return null;
    fields[name] = text;
  }
  return fields;
}
