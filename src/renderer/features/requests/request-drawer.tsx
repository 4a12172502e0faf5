import { X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { ApiError } from '../../../shared/domain/event';
import type { RequestDetail } from '../../../shared/domain/request';
import { IconButton } from '../../components/button';
import { CopyIcon } from '../../components/copy-button';
import { Duration, Tokens } from '../../components/figures';
import { RequestMark } from '../../components/marks';
import { ErrorNote, Note } from '../../components/notes';
import { LoadedView } from '../../components/page';
import { ProviderMark } from '../../components/provider-mark';
import { ClockTime } from '../../components/times';
import { useApp, useNow, useRequestLog } from '../../lib/app-context';
import { formatExact, formatMoney } from '../../lib/format';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { WaterfallView } from './waterfall-view';

const words = messages.requests;

interface RequestDrawerProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** Answers "why did it go there?" for one request. */
export function RequestDrawer({ id, onClose }: RequestDrawerProps) {
  const { bridge, replica } = useApp();
  const status = useRequestLog(replica.log, (state) => state.rows.find((row) => row.id === id)?.status);
  const [detail, setDetail] = useState<RequestDetail | null>(null);
  const [error, setError] = useState<ApiError | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace is there once the status has changed
  useEffect(() => {
    let isCurrent = true;
    void settle(bridge.requests.get({ id })).then((result) => {
      if (!isCurrent) return;
      if (result.ok) setDetail(result.value);
      setError(result.ok ? null : result.error);
    });
    return () => {
      isCurrent = false;
    };
  }, [bridge, id, status]);

  useEffect(() => {
    const close = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onClose();
    };
    window.addEventListener('keydown', close);
    return () => window.removeEventListener('keydown', close);
  }, [onClose]);

  return (
    <aside
      aria-label={words.detail}
      className="slide flex w-100 shrink-0 flex-col border-line border-l bg-bg @max-[880px]:absolute @max-[880px]:inset-y-0 @max-[880px]:right-0 @max-[880px]:z-20 @max-[880px]:shadow-float"
    >
      <header className="flex items-start gap-2 px-5 pt-3 pb-3">
        <div className="selectable min-w-0 grow">
          <h2 className="truncate text-title font-semibold">{detail?.requested ?? words.detail}</h2>
          {detail !== null && (
            <p className="truncate text-muted">
              {formatExact(detail.started_at)}
              {detail.token !== null && ` · ${detail.token}`}
            </p>
          )}
        </div>
        <IconButton label={messages.actions.close} onClick={onClose} className="-mr-2">
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="min-h-0 grow overflow-y-auto px-5 pb-6">
        {detail === null ? (
          <LoadedView loaded={{ value: null, error }} onRetry={onClose}>
            {() => null}
          </LoadedView>
        ) : (
          <div className="flex flex-col gap-5">
            <ErrorNote error={error} />
            <Summary detail={detail} />
            <Path detail={detail} />
            <Skipped detail={detail} />
            <RequestId id={detail.id} />
          </div>
        )}
      </div>
    </aside>
  );
}

function Summary({ detail }: { readonly detail: RequestDetail }) {
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
      <Fact label={words.columns.cost}>{formatMoney(detail.cost_usd)}</Fact>
      <Fact label={words.kind}>{detail.stream ? words.stream : words.json}</Fact>
      <div className="col-span-3 border-line border-t pt-3">
        <Fact label={words.servedBy}>
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
        </Fact>
      </div>
      {detail.fallback_from !== null && (
        <p className="col-span-3 -mt-1 text-table text-warn-text">
          {words.fallbackFrom(detail.fallback_from)}
        </p>
      )}
    </dl>
  );
}

function Elapsed(props: { readonly since: string }) {
  const now = useNow();
  return <Duration ms={Math.max(0, now - Date.parse(props.since))} />;
}

function Fact(props: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-label text-muted">{props.label}</dt>
      <dd className="min-w-0 text-table">{props.children}</dd>
    </div>
  );
}

function Path({ detail }: { readonly detail: RequestDetail }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium">{words.path}</h3>
      {detail.error_code !== null && detail.status !== 'ok' && (
        <Note tone={detail.status === 'aborted' ? 'info' : 'bad'}>
          {messages.explainError(detail.error_code)}
        </Note>
      )}
      {detail.trace === null ? (
        <p className="text-muted">{words.noTrace[detail.status === 'running' ? 'running' : 'interrupted']}</p>
      ) : (
        <WaterfallView trace={detail.trace} />
      )}
    </section>
  );
}

function Skipped({ detail }: { readonly detail: RequestDetail }) {
  const skipped = detail.trace?.skipped ?? [];
  if (skipped.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium">
        {words.skipped} <span className="font-normal text-faint">{skipped.length}</span>
      </h3>
      <ul className="flex flex-col gap-1 text-table">
        {skipped.map((skip) => (
          <li key={`${skip.provider}/${skip.model}/${skip.key ?? ''}/${skip.reason}`} className="flex gap-2">
            <span
              className="mono min-w-0 grow truncate text-label text-muted"
              title={`${skip.provider}/${skip.model}`}
            >
              {skip.key ?? skip.provider} <span className="text-faint">{skip.model}</span>
            </span>
            <span className="shrink-0 text-muted">
              {words.explainSkip(skip.reason)}
              {skip.until !== undefined && (
                <>
                  {` · ${words.back} `}
                  <ClockTime at={skip.until} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RequestId({ id }: { readonly id: string }) {
  return (
    <section className="flex items-center gap-2 border-line border-t pt-3 text-table">
      <span className="text-muted">{words.requestId}</span>
      <code className="mono min-w-0 grow truncate">{id}</code>
      <CopyIcon text={id} what={messages.things.requestId} />
    </section>
  );
}
