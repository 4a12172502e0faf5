import { useCallback, useSyncExternalStore } from 'react';

export const PAGES = [
  'overview',
  'requests',
  'keys',
  'agents',
  'aliases',
  'providers',
  'connect',
  'settings',
] as const;
export type PageName = (typeof PAGES)[number];

function readPage(): PageName {
  // After a slash may stand what on the page is meant, see use-deep-links.ts.
  const name = window.location.hash.slice(1).split('/')[0];
  return PAGES.find((page) => page === name) ?? 'overview';
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The page lives in the address' hash, so that a reload stays where it was. */
export function useNavigation(): { readonly page: PageName; readonly goTo: (page: PageName) => void } {
  const page = useSyncExternalStore(subscribe, readPage);
  const goTo = useCallback((next: PageName) => {
    window.location.hash = next;
  }, []);
  return { page, goTo };
}
