import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import type { RouteTrace, TraceAttempt } from '../../../shared/domain/route-trace';
import { Duration } from '../../components/figures';
import { Mark, type MarkTone } from '../../components/marks';
import { ProviderMark } from '../../components/provider-mark';
import { ClockTime } from '../../components/times';
import { useApp, useResource } from '../../lib/app-context';
import { formatDuration } from '../../lib/format';
import { messages } from '../../lib/messages';
import { nameProvider } from '../../lib/provider-name';
import { type AttemptBar, layOutWaterfall, type Span } from './waterfall';

const words = messages.requests;

/** Where the time went: every step on one axis, with what came of it in words. */
export function WaterfallView(props: { readonly trace: RouteTrace }) {
  const { auth, route, attempts } = layOutWaterfall(props.trace);
  const timing = props.trace.timing_ms;
  return (
    <ol className="flex flex-col gap-2.5 text-table" aria-label={words.waterfall}>
      <li>
        <Line label={<span className="text-muted">{words.auth}</span>} ms={timing.auth} />
        <Track>
          <Bar span={auth} className="bg-faint" />
        </Track>
      </li>
      <li>
        <Line label={<span className="text-muted">{words.route}</span>} ms={timing.route} />
        <Track>
          <Bar span={route} className="bg-faint" />
        </Track>
      </li>
      {attempts.map((bar) => (
        <AttemptLine key={bar.attempt.index} bar={bar} />
      ))}
    </ol>
  );
}

const FILLS: Readonly<Record<MarkTone, string>> = {
  ok: 'bg-ok',
  warn: 'bg-warn',
  bad: 'bg-bad',
  info: 'bg-info',
  off: 'bg-faint',
};

const WAITS: readonly string[] = ['rate_limited', 'quota_spent', 'conflict'];

function judgeAttempt(attempt: TraceAttempt): MarkTone {
  if (attempt.outcome === 'ok') return 'ok';
  if (attempt.outcome === 'aborted' || attempt.outcome === 'superseded') return 'off';
  // Waiting for a quota is not a defect.
  return WAITS.includes(attempt.outcome) ? 'warn' : 'bad';
}

function AttemptLine({ bar }: { readonly bar: AttemptBar }) {
  const { attempt } = bar;
  const { replica } = useApp();
  const provider = nameProvider(useResource(replica.providers).value ?? [], attempt.provider);
  const tone = judgeAttempt(attempt);
  return (
    <li data-testid="attempt">
      <Line
        label={
          <>
            <ProviderMark id={attempt.provider} />
            <span className="truncate font-medium">{attempt.key ?? attempt.provider}</span>
            <span className="mono min-w-0 truncate text-label text-faint" title={attempt.model}>
              {attempt.model}
            </span>
          </>
        }
        ms={bar.durationMs}
      />
      <Track>
        <Bar span={bar.waiting} className={clsx(FILLS[tone], bar.receiving !== null && 'opacity-40')} />
        {bar.receiving !== null && <Bar span={bar.receiving} className={FILLS[tone]} />}
      </Track>
      <p className="flex items-center gap-1.5 text-label text-muted">
        <Mark tone={tone} className="size-2!" />
        <span>
          {words.explainOutcome(attempt.outcome, provider)}
          {attempt.http_status !== null && attempt.outcome !== 'ok' && ` · ${attempt.http_status}`}
          <Phases attempt={attempt} />
          {attempt.cooldown_until !== null && (
            <>
              {` · ${words.coolsUntil} `}
              <ClockTime at={attempt.cooldown_until} />
            </>
          )}
        </span>
      </p>
    </li>
  );
}

/** How long it was waited for, and how long it came in. */
function Phases({ attempt }: { readonly attempt: TraceAttempt }) {
  const { started_ms: start, first_byte_ms: first, ended_ms: end } = attempt;
  if (first === null || end - first < 1) return null;
  return (
    <span className="text-faint">
      {` · ${words.waited} ${formatDuration(first - start)} · ${words.streamed} ${formatDuration(end - first)}`}
    </span>
  );
}

function Line(props: { readonly label: ReactNode; readonly ms: number }) {
  return (
    <div className="flex items-center gap-3">
      <span className="flex min-w-0 grow items-center gap-1.5">{props.label}</span>
      <Duration ms={props.ms} />
    </div>
  );
}

function Track(props: { readonly children: ReactNode }) {
  return <div className="relative my-1 h-1.5 overflow-hidden rounded-full bg-hover">{props.children}</div>;
}

/** At least two pixels: a step that took no time at all still happened. */
function Bar(props: { readonly span: Span; readonly className: string }) {
  const { left, width } = props.span;
  return (
    <span
      className={clsx('absolute inset-y-0 min-w-0.5', props.className)}
      style={{ left: `min(${left}%, calc(100% - 2px))`, width: `${width}%` }}
    />
  );
}
