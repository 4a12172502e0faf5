import type { JsonObject } from '../chat';

const LONGEST_PART = 4000;

/**
 * What holds a conversation together: the caller's own word for it, else a hash of its first messages.
 * A single message is no conversation yet, so that repeated jobs are not tied to one place.
 */
export function findSessionKey(
  body: JsonObject,
  messages: readonly JsonObject[],
  headers: Readonly<Record<string, string | undefined>>,
): string | null {
  const named = headers['x-session-id'] ?? body.prompt_cache_key;
  if (typeof named === 'string' && named !== '') return `named:${named.slice(0, 200)}`;
  if (!messages.some((message) => message.role === 'assistant')) return null;
  const first = messages.slice(0, messages.findIndex((message) => message.role === 'user') + 1);
  return `hash:${hashText(first.map(describe).join('\n'))}`;
}

function describe(message: JsonObject): string {
  const content =
    typeof message.content === 'string' ? message.content : (JSON.stringify(message.content) ?? '');
  return `${String(message.role)}:${content.slice(0, LONGEST_PART)}`;
}

/** FNV-1a over 53 bits: enough to tell a few thousand conversations apart, and no secret depends on it. */
function hashText(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x1000193;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return ((high >>> 11) * 2 ** 32 + (low >>> 0)).toString(36);
}
