import { type BoxPrefix, REPLY_PREFIX, readSealedBox, type SealedBox, WITHDRAWAL_PREFIX } from './sealed-box';
import { readWithdrawalCode } from './withdrawal-code';

/** What a contributor has sent to the owner. */
export type FoundReply =
  | { readonly kind: 'key' | 'withdrawal'; readonly box: SealedBox }
  | { readonly kind: 'code'; readonly code: string };

/** As the page writes it; looser spellings count where nothing else stands beside them. */
const WHOLE_CODE = /\bSGW(?:-[0-9A-Z]{5}){5}\b/i;

/** Alone, in a link, or somewhere in a message; chats break long lines. `null`: there is none, or not all of it. */
export function findReply(text: string): FoundReply | null {
  const code = readWithdrawalCode(text);
  if (code !== null) return { kind: 'code', code };
  const withdrawal = findBox(WITHDRAWAL_PREFIX, text);
  if (withdrawal) return { kind: 'withdrawal', box: withdrawal };
  const reply = findBox(REPLY_PREFIX, text);
  if (reply) return { kind: 'key', box: reply };
  const inside = readWithdrawalCode(WHOLE_CODE.exec(text)?.[0] ?? '');
  return inside === null ? null : { kind: 'code', code: inside };
}

function findBox(prefix: BoxPrefix, text: string): SealedBox | null {
  for (const form of [text, text.replaceAll(/\s+/g, '')]) {
    const found = new RegExp(`${prefix}[A-Za-z0-9_-]+`).exec(form)?.[0];
    const box = found === undefined ? null : readSealedBox(prefix, found);
    if (box) return box;
  }
  return null;
}
