import { useEffect } from 'react';
import type { AppEvent } from '../../../shared/domain/event';
import type { Overview } from '../../../shared/domain/overview';
import { useApp, useResource } from '../../lib/app-context';
import type { Loaded } from '../../lib/resource';

/** An answer that was just told of is in the numbers a moment later, and many share one reading. */
const SETTLE_MS = 1_100;
/** While requests keep coming: the figures that an eye follows are told by main, and a chart of hours moves slowly. */
const FOLLOW_MS = 2_500;
/** An hour begins whether anything happens or not. */
const TURN_MS = 60_000;

/** The numbers of today and of the last hours, followed for as long as somebody looks at them. */
export function useOverview(): Loaded<Overview> {
  const { bridge, replica } = useApp();
  useEffect(() => {
    const { refresh } = replica.overview;
    let timer: number | undefined;
    let readAt = Number.NEGATIVE_INFINITY;
    const soon = () => {
      const wait = Math.max(SETTLE_MS, readAt + FOLLOW_MS - performance.now());
      timer ??= window.setTimeout(() => {
        timer = undefined;
        readAt = performance.now();
        void refresh();
      }, wait);
    };
    void refresh();
    const end = bridge.onEvents((batch) => {
      if (batch.some(changesNumbers)) soon();
    });
    const turn = window.setInterval(() => void refresh(), TURN_MS);
    return () => {
      end();
      window.clearTimeout(timer);
      window.clearInterval(turn);
    };
  }, [bridge, replica]);
  return useResource(replica.overview);
}

function changesNumbers(event: AppEvent): boolean {
  if (event.type === 'request') return event.request.status !== 'running';
  return event.type === 'changed' && (event.collection === 'requests' || event.collection === 'settings');
}
