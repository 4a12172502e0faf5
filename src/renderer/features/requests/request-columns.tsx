import { CircleDot, CornerDownRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RequestSummary } from '../../../shared/domain/request';
import { Cost, Duration, Tokens } from '../../components/figures';
import { RequestMark } from '../../components/marks';
import { ProviderMark } from '../../components/provider-mark';
import { ClockTime } from '../../components/times';
import { messages } from '../../lib/messages';

interface Column {
  readonly id: string;
  readonly label: string;
  /** Width, alignment, and below which width of the list it gives way. */
  readonly className: string;
  readonly cell: (row: RequestSummary) => ReactNode;
}

const words = messages.requests.columns;

export const REQUEST_COLUMNS: readonly Column[] = [
  {
    id: 'time',
    label: words.time,
    className: 'w-17 whitespace-nowrap text-muted tabular-nums',
    cell: (row) => <ClockTime at={row.started_at} />,
  },
  {
    id: 'token',
    label: words.token,
    className: 'w-24 truncate @max-[940px]/log:hidden',
    cell: (row) => <Optional text={row.token} />,
  },
  {
    id: 'model',
    label: words.model,
    className: 'min-w-0 grow basis-0',
    cell: (row) => <ModelCell row={row} />,
  },
  {
    id: 'key',
    label: words.key,
    className: 'w-38 min-w-0',
    cell: (row) => <KeyCell row={row} />,
  },
  {
    id: 'status',
    label: words.status,
    className: 'w-22',
    cell: (row) => <RequestMark status={row.status} httpStatus={row.http_status} />,
  },
  {
    id: 'first',
    label: words.firstToken,
    className: 'w-16 text-right @max-[1020px]/log:hidden',
    cell: (row) => <Duration ms={row.first_token_ms} />,
  },
  {
    id: 'total',
    label: words.total,
    className: 'w-16 text-right',
    cell: (row) => <Duration ms={row.total_ms} />,
  },
  {
    id: 'tokens',
    label: words.tokens,
    className: 'w-24 text-right @max-[860px]/log:hidden',
    cell: (row) => <Tokens usage={row.usage} />,
  },
  {
    id: 'cost',
    label: words.cost,
    className: 'w-22 text-right tabular-nums @max-[720px]/log:hidden',
    cell: (row) => <Cost usd={row.cost_usd} source={row.cost_source ?? null} />,
  },
  {
    id: 'fallbacks',
    label: words.fallbacks,
    className: 'w-9 text-right',
    cell: (row) => <Fallbacks row={row} />,
  },
];

function Optional(props: { readonly text: string | null }) {
  if (props.text === null) return <span className="text-faint">{messages.unknown}</span>;
  return <span title={props.text}>{props.text}</span>;
}

/** What was asked for → what served, where those are two different things. */
function ModelCell({ row }: { readonly row: RequestSummary }) {
  const isSame =
    row.model === null || row.requested === row.model || row.requested === `${row.provider}/${row.model}`;
  const title = isSame ? row.requested : `${row.requested} → ${row.model}`;
  return (
    <span className="flex min-w-0 gap-1.5" title={title}>
      <span className={isSame ? 'truncate' : 'max-w-[60%] shrink-0 truncate'}>{row.requested}</span>
      {!isSame && (
        <>
          <span className="text-faint">→</span>
          <span className="min-w-0 truncate text-muted">{shortenModel(row.model)}</span>
        </>
      )}
      {row.recorded === true && (
        <span title={messages.recordings.rowMark} className="flex shrink-0 items-center text-bad-text">
          <CircleDot className="size-3!" aria-label={messages.recordings.rowMark} />
        </span>
      )}
    </span>
  );
}

/** Without the maker's name in front, which the model's own mostly says too. */
function shortenModel(model: string | null): string | null {
  return model?.split('/').at(-1) ?? null;
}

function KeyCell({ row }: { readonly row: RequestSummary }) {
  if (row.provider === null) return <span className="text-faint">{messages.unknown}</span>;
  const text = row.key ?? row.provider;
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={text}>
      <ProviderMark id={row.provider} />
      <span className="truncate">{text}</span>
    </span>
  );
}

function Fallbacks({ row }: { readonly row: RequestSummary }) {
  const extra = Math.max(row.attempt_count - 1, row.fallback_from === null ? 0 : 1);
  if (extra <= 0) return null;
  return (
    <span
      className="inline-flex items-center gap-0.5 text-warn-text tabular-nums"
      title={
        row.fallback_from === null
          ? messages.requests.moreAttempts(extra)
          : messages.requests.fallbackFrom(row.fallback_from)
      }
    >
      <CornerDownRight className="size-3.5!" aria-label={messages.requests.fallback} />
      {extra}
    </span>
  );
}
