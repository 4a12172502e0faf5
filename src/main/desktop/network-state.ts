import { net } from 'electron';

/** Asking the system costs a call into Chromium; a second's delay costs nothing. */
const ASK_EVERY_MS = 1000;

/** What the operating system says about its network. False is certain; true may still be a captive portal. */
export function createNetworkState(): () => boolean {
  let isOnline = true;
  let askedAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - askedAt > ASK_EVERY_MS) {
      askedAt = now;
      isOnline = net.isOnline();
    }
    return isOnline;
  };
}
