import type { ReactNode } from 'react';
import type { UsageNumbers } from '../../../shared/domain/usage';
import { Hint } from '../../components/hint';
import { useApp, useResource } from '../../lib/app-context';
import { formatCount, formatMoney, formatShare, measureTokens, type Quantity } from '../../lib/format';
import { messages } from '../../lib/messages';

const words = messages.overview.figures;

/** Five numbers of today, each with what qualifies it. */
export function TodayFigures({ today }: { readonly today: UsageNumbers }) {
  const { replica } = useApp();
  const counts = useResource(replica.status).value?.counts;
  const running = counts?.requests_running ?? 0;
  const tokens = measureTokens(today.tokens.input + today.tokens.output);
  return (
    <dl className="card grid grid-cols-5 divide-x divide-line" aria-label={words.label}>
      <Figure label={words.requests} note={words.running(running)}>
        {formatCount(counts?.requests_today ?? today.requests)}
      </Figure>
      <Figure label={words.success} hint={words.successHint} note={describeFallbacks(today)}>
        {describeSuccess(today)}
      </Figure>
      <Figure label={words.spent} note={describeCost(today)}>
        {today.cost_estimated > 0 && <span className="text-faint">~</span>}
        {formatMoney(today.cost_usd)}
      </Figure>
      <Figure label={words.saved} hint={words.savedHint} note={words.estimate}>
        {formatMoney(today.saved_usd)}
      </Figure>
      <Figure
        label={words.tokens}
        note={
          today.requests === 0
            ? null
            : words.tokensSplit(
                write(measureTokens(today.tokens.input)),
                write(measureTokens(today.tokens.output)),
              )
        }
      >
        {tokens.value}
        {tokens.unit !== '' && <span className="ml-1 text-body text-muted">{tokens.unit}</span>}
      </Figure>
    </dl>
  );
}

/** Of what reached a provider. What was turned away here, or left by its caller, says nothing about answering. */
function describeSuccess({ succeeded, failed }: UsageNumbers): string {
  return succeeded + failed === 0 ? messages.unknown : formatShare(succeeded / (succeeded + failed));
}

/** What is missing weighs more than what is rough. */
function describeCost({ cost_unknown: unknown, cost_estimated: estimated }: UsageNumbers): string {
  if (unknown > 0) return words.unpriced(unknown);
  return estimated > 0 ? words.estimated(estimated) : words.priced;
}

function describeFallbacks({ succeeded, fallbacks }: UsageNumbers): string | null {
  if (succeeded === 0) return null;
  return fallbacks === 0 ? words.noFallback : words.fellBack(fallbacks);
}

function write({ value, unit }: Quantity): string {
  return unit === '' ? value : `${value} ${unit}`;
}

interface FigureProps {
  readonly label: string;
  readonly hint?: string;
  readonly note: string | null;
  readonly children: ReactNode;
}

function Figure({ label, hint, note, children }: FigureProps) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5 px-3 py-3">
      <dt className="text-label text-muted">
        {hint === undefined ? (
          label
        ) : (
          <Hint text={hint}>
            <span
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what the number means shows on focus too
              tabIndex={0}
              className="rounded-sm underline decoration-line-strong decoration-dotted underline-offset-2"
            >
              {label}
            </span>
          </Hint>
        )}
      </dt>
      <dd className="truncate text-figure font-medium tracking-[-0.01em] tabular-nums">{children}</dd>
      <dd className="h-4 truncate text-label text-muted" title={note ?? undefined}>
        {note}
      </dd>
    </div>
  );
}
