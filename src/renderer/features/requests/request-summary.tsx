import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import type { RequestDetail } from '../../../shared/domain/request';
import { Cost, Duration, Tokens } from '../../components/figures';
import { RequestMark } from '../../components/marks';
import { ProviderMark } from '../../components/provider-mark';
import { useNow } from '../../lib/app-context';
import { messages } from '../../lib/messages';

const words = messages.requests;

/** The end of it in figures, and who served. */
export function Summary({ detail }: { readonly detail: RequestDetail }) {
  return (
    <dl className="card grid grid-cols-3 gap-x-4 gap-y-3 px-4 py-3">
      <Fact label={words.columns.status}>
        <RequestMark status={detail.status} httpStatus={detail.http_status} />
      </Fact>
      <Fact label={words.firstTokenLong}>
        <Duration ms={detail.first_token_ms} />
      </Fact>
      <Fact label={words.columns.total}>
        {detail.status === 'running' ? (
          <Elapsed since={detail.started_at} />
        ) : (
          <Duration ms={detail.total_ms} />
        )}
      </Fact>
      <Fact label={words.columns.tokens}>
        <Tokens usage={detail.usage} />
      </Fact>
      <Fact label={words.columns.cost}>
        <Cost usd={detail.cost_usd} source={detail.cost_source ?? null} />
      </Fact>
      <Fact label={words.kind}>{detail.stream ? words.stream : words.json}</Fact>
      <Fact label={words.servedBy} className="col-span-3 border-line border-t pt-3">
        {detail.provider === null ? (
          <span className="text-faint">{words.nobody}</span>
        ) : (
          <span className="flex min-w-0 items-center gap-2">
            <ProviderMark id={detail.provider} />
            <span className="shrink-0">{detail.key ?? detail.provider}</span>
            <span className="mono selectable min-w-0 truncate text-muted" title={detail.model ?? ''}>
              {detail.model}
            </span>
          </span>
        )}
        {detail.fallback_from !== null && (
          <span className="mt-2 block text-warn-text">{words.fallbackFrom(detail.fallback_from)}</span>
        )}
      </Fact>
    </dl>
  );
}

function Elapsed(props: { readonly since: string }) {
  const now = useNow();
  return <Duration ms={Math.max(0, now - Date.parse(props.since))} />;
}

interface FactProps {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

function Fact(props: FactProps) {
  return (
    <div className={clsx('min-w-0', props.className)}>
      <dt className="text-label text-muted">{props.label}</dt>
      <dd className="min-w-0 text-table">{props.children}</dd>
    </div>
  );
}
