import { useCallback } from 'react';
import { useApp, useRequestLog } from '../../lib/app-context';
import { type RequestFilter, readQuery } from '../../lib/request-query';

/** The filter of the page, and the one way to change it: as the query that somebody could have typed. */
export function useFilter(): { readonly filter: RequestFilter; readonly ask: (query: string) => void } {
  const { replica, clock } = useApp();
  const filter = useRequestLog(replica.log, (state) => state.filter);
  const ask = useCallback(
    (query: string) => void replica.log.setFilter(readQuery(query, clock.now())),
    [replica, clock],
  );
  return { filter, ask };
}
