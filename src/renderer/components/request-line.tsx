import type { RequestSummary } from '../../shared/domain/request';
import { useApp, useResource } from '../lib/app-context';
import { nameProvider } from '../lib/provider-name';
import { Duration } from './figures';
import { RequestMark } from './marks';
import { Monogram } from './monogram';
import { RelativeTime } from './times';

interface RequestLineProps {
  readonly row: RequestSummary;
  readonly onOpen: (id: string) => void;
}

/** A request in one line, which opens it. */
export function RequestLine({ row, onOpen }: RequestLineProps) {
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
