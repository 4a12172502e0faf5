import { clsx } from 'clsx';
import type { HealthStatus } from '../../shared/domain/health';
import type { RequestStatus } from '../../shared/domain/request';
import { messages } from '../lib/messages';

export type MarkTone = 'ok' | 'warn' | 'bad' | 'info' | 'off';

const FILLS: Readonly<Record<MarkTone, string>> = {
  ok: 'fill-ok',
  warn: 'fill-warn',
  bad: 'fill-bad',
  info: 'fill-info',
  off: 'fill-none stroke-faint',
};

/** Every tone has its own shape, so that it can be told without colour: disc, triangle, square, diamond, ring. */
export function Mark(props: { readonly tone: MarkTone; readonly className?: string }) {
  const { tone } = props;
  return (
    <svg
      viewBox="0 0 10 10"
      aria-hidden="true"
      className={clsx('size-2.5 shrink-0', FILLS[tone], props.className)}
    >
      {tone === 'ok' && <circle cx="5" cy="5" r="4" />}
      {tone === 'warn' && <path d="M5 1 9.4 9H.6Z" />}
      {tone === 'bad' && <rect x="1" y="1" width="8" height="8" rx="1.5" />}
      {tone === 'info' && <path d="M5 .5 9.5 5 5 9.5.5 5Z" />}
      {tone === 'off' && <circle cx="5" cy="5" r="3.5" strokeWidth="1.4" />}
    </svg>
  );
}

const WORDS: Readonly<Record<MarkTone, string>> = {
  ok: 'text-text',
  warn: 'text-warn-text',
  bad: 'text-bad-text',
  info: 'text-info-text',
  off: 'text-faint',
};

export function MarkedWord(props: { readonly tone: MarkTone; readonly children: string }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <Mark tone={props.tone} />
      <span className={clsx('truncate', WORDS[props.tone])}>{props.children}</span>
    </span>
  );
}

const HEALTH_TONES: Readonly<Record<HealthStatus, MarkTone>> = {
  healthy: 'ok',
  degraded: 'warn',
  unhealthy: 'bad',
};

export function HealthWord(props: { readonly status: HealthStatus }) {
  return <MarkedWord tone={HEALTH_TONES[props.status]}>{messages.health[props.status]}</MarkedWord>;
}

const REQUEST_TONES: Readonly<Record<RequestStatus, MarkTone>> = {
  running: 'info',
  ok: 'ok',
  error: 'bad',
  aborted: 'off',
  interrupted: 'warn',
};

interface RequestMarkProps {
  readonly status: RequestStatus;
  readonly httpStatus: number | null;
}

export function RequestMark({ status, httpStatus }: RequestMarkProps) {
  const words = messages.requests.statusShort[status];
  const code = status === 'error' && httpStatus !== null ? ` ${httpStatus}` : '';
  return <MarkedWord tone={REQUEST_TONES[status]}>{words + code}</MarkedWord>;
}
