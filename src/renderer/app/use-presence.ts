import { useEffect } from 'react';
import { useApp } from '../lib/app-context';
import { settle } from '../lib/settle';
import { createThrottle } from '../lib/throttle';

/** Often enough for the shortest time after which the vault may lock itself. */
const TELL_EVERY_MS = 20_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Tells that somebody is at the window, so that the vault does not lock itself under their hands. */
export function usePresence(): void {
  const { bridge } = useApp();
  useEffect(() => {
    const tell = createThrottle(() => void settle(bridge.vault.touch()), TELL_EVERY_MS);
    for (const sign of SIGNS) window.addEventListener(sign, tell, { passive: true });
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, tell);
    };
  }, [bridge]);
}
