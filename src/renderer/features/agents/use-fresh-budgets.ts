import { useEffect } from 'react';
import { useApp } from '../../lib/app-context';
import { createThrottle } from '../../lib/throttle';

const PERIOD_MS = 2_000;

/** Requests spend; nobody announces each cent. While the page is shown, what is spent is read again as requests come. */
export function useFreshBudgets(): void {
  const { replica } = useApp();
  useEffect(() => {
    let isShown = true;
    const refresh = createThrottle(() => {
      if (!isShown) return;
      void replica.agentTokens.refresh();
      void replica.workspaces.refresh();
    }, PERIOD_MS);
    refresh();
    const end = replica.recent.store.subscribe(refresh);
    return () => {
      isShown = false;
      end();
    };
  }, [replica]);
}
