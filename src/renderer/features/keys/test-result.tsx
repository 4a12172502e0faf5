import { useEffect, useRef } from 'react';
import type { KeyTestResult } from '../../../shared/domain/key';
import { Note } from '../../components/notes';
import { formatDuration } from '../../lib/format';
import { messages } from '../../lib/messages';

/** One sentence, then the numbers it rests on. */
export function TestResult(props: { readonly result: KeyTestResult }) {
  const ref = useRef<HTMLDivElement>(null);
  // In a dialog that scrolls it would appear out of sight.
  useEffect(() => {
    ref.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const { ok, message, latency_ms: latency, models_found: models } = props.result;
  const details = [
    models === null ? null : messages.keys.modelsFound(models),
    latency === null ? null : formatDuration(latency),
  ].filter((detail) => detail !== null);
  return (
    <div ref={ref} className="scroll-my-5">
      <Note tone={ok ? 'ok' : 'bad'}>
        {message}
        {details.length > 0 && <span className="ml-1.5 text-muted tabular-nums">{details.join(' · ')}</span>}
      </Note>
    </div>
  );
}
