import type { RequestSummary } from '../../../shared/domain/request';
import { Button } from '../../components/button';
import { Duration } from '../../components/figures';
import { RequestMark } from '../../components/marks';
import { Monogram } from '../../components/monogram';
import { RelativeTime } from '../../components/times';
import { useApp, useRequestLog, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { nameProvider } from '../../lib/provider-name';

interface RecentRequestsProps {
  readonly onOpen: (id: string) => void;
  readonly onOpenLog: () => void;
}

export function RecentRequests({ onOpen, onOpenLog }: RecentRequestsProps) {
  const { replica } = useApp();
  const rows = useRequestLog(replica.recent, (state) => state.rows);
  const words = messages.overview;
  return (
    <section className="card min-w-0" aria-label={words.recent}>
      <header className="flex h-10 items-center justify-between border-line border-b pr-1.5 pl-3">
        <h2 className="font-medium">{words.recent}</h2>
        <Button variant="quiet" onClick={onOpenLog}>
          {words.openLog}
        </Button>
      </header>
      {rows.length === 0 ? (
        <p className="px-3 py-4 text-muted">{words.noneYet}</p>
      ) : (
        <ul className="py-1">
          {rows.slice(0, 10).map((row) => (
            <li key={row.id}>
              <RecentRow row={row} onOpen={onOpen} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface RecentRowProps {
  readonly row: RequestSummary;
  readonly onOpen: (id: string) => void;
}

export function RecentRow({ row, onOpen }: RecentRowProps) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const name = row.provider === null ? null : nameProvider(providers, row.provider);
  return (
    <button
      type="button"
      onClick={() => onOpen(row.id)}
      className="grid h-8 w-full grid-cols-[72px_minmax(0,1.2fr)_minmax(0,1fr)_84px_64px] items-center gap-3 px-3 text-left text-table -outline-offset-2 hover:bg-hover"
    >
      <span className="truncate text-muted">
        <RelativeTime at={row.started_at} />
      </span>
      <span className="truncate">{row.requested}</span>
      <span className="flex min-w-0 items-center gap-2 text-muted">
        {row.provider !== null && name !== null && (
          <>
            <Monogram id={row.provider} name={name} />
            <span className="truncate">{name}</span>
          </>
        )}
      </span>
      <RequestMark status={row.status} httpStatus={row.http_status} />
      <span className="text-right">
        <Duration ms={row.total_ms} />
      </span>
    </button>
  );
}
