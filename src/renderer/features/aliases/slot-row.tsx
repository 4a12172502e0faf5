import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { Monogram } from '../../components/monogram';
import { SlotFigures } from './slot-figures';
import type { RankedPlace } from './slot-view';
import type { SlotFacts } from './use-slot-facts';

interface SlotRowProps {
  readonly provider: string;
  readonly providerName: string;
  readonly model: string;
  /** Beside the model, e.g. the one key that serves it. */
  readonly note?: string | undefined;
  readonly facts: SlotFacts;
  readonly place: RankedPlace | null;
  readonly isNext: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly state: ReactNode;
  readonly handle?: ReactNode;
  readonly menu?: ReactNode;
}

/** One place of a chain on its rail. Whoever cannot be asked now is grey. */
export function SlotRow(props: SlotRowProps) {
  const { provider, providerName, model, note, place, isNext } = props;
  const isReady = place !== null;
  return (
    <div className="flex gap-2">
      <Rail health={place?.health ?? null} isNext={isNext} isFirst={props.isFirst} isLast={props.isLast} />
      <div
        className={clsx(
          'mb-0.5 flex h-11 min-w-0 grow items-center gap-2 rounded-md pr-1 pl-1 text-table',
          isNext ? 'bg-accent-soft' : 'group-hover:bg-hover',
        )}
      >
        {props.handle ?? <span className="w-5 shrink-0" aria-hidden />}
        <Monogram id={provider} name={providerName} isLarge />
        <span className="ml-1 min-w-0 grow">
          <span className={clsx('block truncate', !isReady && 'text-muted')} title={providerName}>
            {providerName}
            {note !== undefined && <span className="text-faint"> · {note}</span>}
          </span>
          <code
            className={clsx('mono block truncate text-label', isReady ? 'text-muted' : 'text-faint')}
            title={model}
          >
            {model}
          </code>
        </span>
        <span className={clsx('contents', !isReady && '[&>span]:text-muted')}>
          <SlotFigures facts={props.facts} tier={place?.tier ?? null} />
        </span>
        <span className="w-40 shrink-0 pl-2">{props.state}</span>
        {props.menu ?? <span className="w-7 shrink-0" aria-hidden />}
      </div>
    </div>
  );
}

interface RailProps {
  /** `null`: it cannot be asked now. */
  readonly health: RankedPlace['health'] | null;
  readonly isNext: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

const DOTS = { healthy: 'border-ok bg-ok', degraded: 'border-warn bg-warn' } as const;

function Rail({ health, isNext, isFirst, isLast }: RailProps) {
  return (
    <span className="flex w-3 shrink-0 flex-col items-center" aria-hidden>
      <span className={clsx('h-4.5 w-px', !isFirst && 'bg-line')} />
      <span
        className={clsx(
          'size-2.5 shrink-0 rounded-full border-2',
          isNext && 'border-accent bg-accent',
          !isNext && (health === null ? 'border-line-strong bg-bg' : DOTS[health]),
        )}
      />
      {!isLast && <span className="w-px grow bg-line" />}
    </span>
  );
}
