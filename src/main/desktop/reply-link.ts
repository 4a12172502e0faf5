/** Chromium and the system pass links on as arguments. */
const LINK = /^spidergate:\/\/invite-reply\/?#([A-Za-z0-9_-]{1,32000})$/;

export const LINK_SCHEME = 'spidergate';

/** The sealed reply in a `spidergate://invite-reply#…` link among these arguments. Nothing else is taken from a link. */
export function findReplyLink(args: readonly string[]): string | null {
  for (const arg of args) {
    const reply = LINK.exec(arg)?.[1];
    if (reply !== undefined) return reply;
  }
  return null;
}
