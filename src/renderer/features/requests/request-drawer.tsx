import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ApiError } from '../../../shared/domain/event';
import type { RequestDetail } from '../../../shared/domain/request';
import { IconButton } from '../../components/button';
import { CopyIcon } from '../../components/copy-button';
import { ErrorNote, Note } from '../../components/notes';
import { LoadedView } from '../../components/page';
import { useApp, useRequestLog } from '../../lib/app-context';
import { formatExact } from '../../lib/format';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { CopyCurl } from './copy-curl';
import { CostSection } from './cost-section';
import { ExplainAgain } from './explain-again';
import { HeaderSection } from './header-section';
import { RecordingSection } from './recording-section';
import { Summary } from './request-summary';
import { SkipList } from './skip-list';
import { useRecording } from './use-recording';
import { WaterfallView } from './waterfall-view';

const words = messages.requests;

interface RequestDrawerProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** Answers "why did it go there?" for one request. */
export function RequestDrawer({ id, onClose }: RequestDrawerProps) {
  const { detail, error } = useRequestDetail(id);
  const recording = useRecording(detail);
  useEscape(onClose);
  return (
    <aside
      aria-label={words.detail}
      className="slide flex w-110 shrink-0 flex-col border-line border-l bg-bg @max-[880px]:absolute @max-[880px]:inset-y-0 @max-[880px]:right-0 @max-[880px]:z-20 @max-[880px]:shadow-float"
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
        {detail !== null && <CopyCurl detail={detail} recording={recording} />}
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
            <SkipList skipped={detail.trace?.skipped ?? []} />
            <CostSection detail={detail} />
            <RecordingSection detail={detail} recording={recording} />
            <HeaderSection detail={detail} recording={recording} />
            <ExplainAgain detail={detail} />
            <RequestId id={detail.id} />
          </div>
        )}
      </div>
    </aside>
  );
}

/** Read again when its row changes: the trace is there once it has ended. */
function useRequestDetail(id: string) {
  const { bridge, replica } = useApp();
  const status = useRequestLog(replica.log, (state) => {
    const row = state.rows.find((other) => other.id === id);
    return row && `${row.status} ${row.recorded === true}`;
  });
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

  return { detail, error };
}

function useEscape(onClose: () => void): void {
  useEffect(() => {
    const close = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onClose();
    };
    window.addEventListener('keydown', close);
    return () => window.removeEventListener('keydown', close);
  }, [onClose]);
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

function RequestId({ id }: { readonly id: string }) {
  return (
    <section className="flex items-center gap-2 border-line border-t pt-3 text-table">
      <span className="text-muted">{words.requestId}</span>
      <code className="mono min-w-0 grow truncate">{id}</code>
      <CopyIcon text={id} what={messages.things.requestId} />
    </section>
  );
}
