import type { Status } from '../../../shared/domain/status';
import { formatCount, formatMoney } from '../../lib/format';
import { messages } from '../../lib/messages';

/** Four numbers, no chart: what was asked, what it cost, and what stands ready. */
export function TodayFigures(props: { readonly status: Status }) {
  const { counts } = props.status;
  const words = messages.overview.figures;
  const figures = [
    { label: words.requests, value: formatCount(counts.requests_today) },
    { label: words.spent, value: formatMoney(counts.spent_today_usd) },
    { label: words.providers, value: formatCount(counts.providers_configured) },
    { label: words.tokens, value: formatCount(counts.agent_tokens) },
  ];
  return (
    <dl className="card grid grid-cols-4 divide-x divide-line">
      {figures.map((figure) => (
        <div key={figure.label} className="flex flex-col gap-0.5 px-4 py-3">
          <dt className="text-label text-muted">{figure.label}</dt>
          <dd className="text-figure font-medium tracking-[-0.01em] tabular-nums">{figure.value}</dd>
        </div>
      ))}
    </dl>
  );
}
