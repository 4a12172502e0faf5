import { useState } from 'react';
import type { RequestSummary } from '../../../shared/domain/request';
import { Mark, MarkedWord, type MarkTone } from '../../components/marks';
import { RequestLine } from '../../components/request-line';
import { useApp, useRequestLog, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';

const words = messages.connectPage.first;

interface FirstRequestProps {
  /** Of the token whose request is waited for; `null`: any request will do. */
  readonly tokenName: string | null;
  readonly onOpen: (id: string) => void;
}

/** Waits for what comes from now on, and says what became of it. */
export function FirstRequest({ tokenName, onOpen }: FirstRequestProps) {
  const { replica } = useApp();
  const [since] = useState(() => Date.now());
  const rows = useRequestLog(replica.recent, (state) => state.rows);
  const isPaused = useResource(replica.status).value?.gateway.state === 'paused';
  const came = rows.filter(
    (row) => Date.parse(row.started_at) >= since && (tokenName === null || row.token === tokenName),
  );
  const first = came.findLast(({ status }) => status === 'ok') ?? came[0];
  return (
    <section className="card bottom-4 z-10 [@media(min-height:760px)]:sticky" aria-label={words.title}>
      <div className="flex min-h-11 items-center gap-3 px-3 py-2" role="status">
        {first === undefined ? (
          <>
            <Mark tone="off" />
            <div>
              <p className="font-medium">{tokenName === null ? words.waiting : words.waitingOf(tokenName)}</p>
              <p className="text-table text-muted">
                {isPaused ? words.paused : words.hint} {!isPaused && words.help}
              </p>
            </div>
          </>
        ) : (
          <MarkedWord tone={OUTCOMES[outcomeOf(first)].tone}>{OUTCOMES[outcomeOf(first)].text}</MarkedWord>
        )}
      </div>
      {first !== undefined && (
        <div key={first.id} className="lit border-line border-t py-1">
          <RequestLine row={first} onOpen={onOpen} />
        </div>
      )}
    </section>
  );
}

const OUTCOMES: Readonly<
  Record<'answered' | 'running' | 'failed', { readonly tone: MarkTone; readonly text: string }>
> = {
  answered: { tone: 'ok', text: words.answered },
  running: { tone: 'info', text: words.running },
  failed: { tone: 'bad', text: words.failed },
};

function outcomeOf({ status }: RequestSummary): keyof typeof OUTCOMES {
  if (status === 'running') return 'running';
  return status === 'ok' ? 'answered' : 'failed';
}
