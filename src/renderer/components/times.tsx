import { useSyncExternalStore } from 'react';
import { useApp } from '../lib/app-context';
import { floorTo } from '../lib/clock';
import { formatClock, formatExact, formatRelative } from '../lib/format';
import { messages } from '../lib/messages';

/** So long it ticks by the second. */
const TICKING_MS = 10_000;
const STEP_MS = 15_000;

/**
 * Later in steps, and all on the screen at the same moment: a list that ticks is drawn once in a quarter of a minute.
 * The end of the step, so that nothing ever seems to get younger.
 */
function stepNow(at: string, now: number): number {
  return now - Date.parse(at) < TICKING_MS ? now : floorTo(now, STEP_MS) + STEP_MS;
}

/** "12 s ago", ticking; the exact time on hover. */
export function RelativeTime(props: { readonly at: string | null }) {
  const { at } = props;
  const { clock } = useApp();
  // Follows the words, not the seconds: "3 h ago" is drawn anew once an hour, however many of it are on the screen.
  const words = useSyncExternalStore(clock.subscribe, () =>
    at === null ? messages.unknown : formatRelative(at, stepNow(at, clock.now())),
  );
  if (at === null) return <span className="text-faint">{words}</span>;
  return (
    <time dateTime={at} title={formatExact(at)}>
      {words}
    </time>
  );
}

/** The time of day. Does not tick, so that thousands of rows cost nothing. */
export function ClockTime(props: { readonly at: string }) {
  return (
    <time dateTime={props.at} title={formatExact(props.at)}>
      {formatClock(props.at, Date.now())}
    </time>
  );
}
