import { useNow } from '../lib/app-context';
import { formatClock, formatExact, formatRelative } from '../lib/format';
import { messages } from '../lib/messages';

/** "12 s ago", ticking; the exact time on hover. */
export function RelativeTime(props: { readonly at: string | null }) {
  const now = useNow();
  if (props.at === null) return <span className="text-faint">{messages.unknown}</span>;
  return (
    <time dateTime={props.at} title={formatExact(props.at)}>
      {formatRelative(props.at, now)}
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
