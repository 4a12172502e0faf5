import { useEffect, useRef } from 'react';
import type { KeyTestResult } from '../../../shared/domain/key';
import { Note } from '../../components/notes';
import { formatDuration } from '../../lib/format';
import { describeAccount } from './test-facts';

/** One sentence, which names what was found; how long it took; and what it told of the account. */
export function TestResult(props: { readonly result: KeyTestResult }) {
  const ref = useRef<HTMLDivElement>(null);
  // In a dialog that scrolls it would appear out of sight.
  useEffect(() => {
    ref.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const { ok, message, latency_ms: latency } = props.result;
  const account = describeAccount(props.result).join(' · ');
  return (
    <div ref={ref} className="scroll-my-5">
      <Note tone={ok ? 'ok' : 'bad'}>
        {message}
        {latency !== null && (
          <span className="ml-1.5 text-muted tabular-nums">{formatDuration(latency)}</span>
        )}
        {account !== '' && <p className="text-muted first-letter:uppercase">{account}</p>}
      </Note>
    </div>
  );
}
