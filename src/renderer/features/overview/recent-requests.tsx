import { Button } from '../../components/button';
import { RequestLine } from '../../components/request-line';
import { useApp, useRequestLog } from '../../lib/app-context';
import { messages } from '../../lib/messages';

interface RecentRequestsProps {
  readonly onOpen: (id: string) => void;
  readonly onOpenLog: () => void;
}

export function RecentRequests({ onOpen, onOpenLog }: RecentRequestsProps) {
  const { replica } = useApp();
  const { rows, phase } = useRequestLog(replica.recent, (state) => state);
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
        <p className="px-3 py-4 text-muted">{phase === 'failed' ? words.unread : words.noneYet}</p>
      ) : (
        <ul className="py-1">
          {rows.slice(0, 10).map((row) => (
            <li key={row.id}>
              <RequestLine row={row} onOpen={onOpen} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
