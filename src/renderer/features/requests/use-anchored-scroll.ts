import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RequestSummary } from '../../../shared/domain/request';

/**
 * Rows that come in at the top must not push away what somebody is reading further down.
 * Answers whether the list is scrolled away from its top.
 */
export function useAnchoredScroll(
  scrollRef: RefObject<HTMLElement | null>,
  rows: readonly RequestSummary[],
  rowHeight: number,
): boolean {
  const firstId = useRef<string | undefined>(undefined);
  const [isAway, setAway] = useState(false);

  useLayoutEffect(() => {
    const element = scrollRef.current;
    const previous = firstId.current;
    firstId.current = rows[0]?.id;
    if (element === null || previous === undefined || element.scrollTop < rowHeight) return;
    const added = rows.findIndex((row) => row.id === previous);
    if (added > 0) element.scrollTop += added * rowHeight;
  }, [scrollRef, rows, rowHeight]);

  useEffect(() => {
    const element = scrollRef.current;
    if (element === null) return;
    const look = () => setAway(element.scrollTop > rowHeight * 4);
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [scrollRef, rowHeight]);

  return isAway;
}
