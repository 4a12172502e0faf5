import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RequestSummary } from '../../../shared/domain/request';
import { useRequestLog } from '../../lib/app-context';
import type { RequestLog } from '../../lib/request-log';
import { countMoved } from './count-moved';

/**
 * Rows that come in at the top, or are let go there, must not move what somebody is reading further down.
 * Answers whether the list is scrolled away from the newest request.
 */
export function useAnchoredScroll(
  scrollRef: RefObject<HTMLElement | null>,
  log: RequestLog,
  rowHeight: number,
): boolean {
  const rows = useRequestLog(log, (state) => state.rows);
  const hasNewer = useRequestLog(log, (state) => state.hasNewer);
  const isLive = useRequestLog(log, (state) => state.isLive);
  const epoch = useRequestLog(log, (state) => state.epoch);
  const shown = useRef<readonly RequestSummary[]>([]);
  const isAtTop = useRef(true);
  const [isAway, setAway] = useState(false);

  useLayoutEffect(() => {
    const element = scrollRef.current;
    const moved = countMoved(shown.current, rows);
    shown.current = rows;
    if (element === null || moved === 0) return;
    // At the very top somebody waits for what comes. Asked last: the answer makes the element lay everything out at once.
    if (!hasNewer && (isAtTop.current || element.scrollTop < rowHeight)) return;
    element.scrollTop += moved * rowHeight;
  }, [scrollRef, rows, hasNewer, rowHeight]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another number means: from the top again
  useLayoutEffect(() => {
    scrollRef.current?.scrollTo({ top: 0 });
  }, [scrollRef, epoch]);

  useEffect(() => {
    const element = scrollRef.current;
    if (element === null) return;
    const look = () => {
      isAtTop.current = element.scrollTop < rowHeight;
      log.setFollowing(isAtTop.current);
      setAway(element.scrollTop > rowHeight * 4);
    };
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      element.removeEventListener('scroll', look);
      log.setFollowing(true);
    };
  }, [scrollRef, log, rowHeight]);

  // While it is paused, the button that ended it says what has come.
  return isAway || (hasNewer && isLive);
}
