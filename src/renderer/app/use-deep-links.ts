import { useEffect, useRef } from 'react';
import { type ItemKind, spotlight } from '../lib/spotlight';

const KINDS: Readonly<Record<string, ItemKind>> = {
  keys: 'key',
  agents: 'token',
  aliases: 'alias',
  providers: 'provider',
  settings: 'section',
};

interface DeepLinkTargets {
  readonly newToken: () => void;
}

/** The tray and notifications open a page with what on it is meant: `#keys/<id>`, `#settings/vault`, `#agents/new`. */
export function useDeepLinks(targets: DeepLinkTargets): void {
  const latest = useRef(targets);
  latest.current = targets;
  useEffect(() => {
    const follow = (): void => {
      const [page = '', part = ''] = window.location.hash.slice(1).split('/');
      if (part === '') return;
      // Taken off, so that the same link works again.
      window.history.replaceState(null, '', `#${page}`);
      const kind = KINDS[page];
      if (page === 'agents' && part === 'new') latest.current.newToken();
      else if (kind !== undefined) spotlight({ kind, id: decodeURIComponent(part) });
    };
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
}
