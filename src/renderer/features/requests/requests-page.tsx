import { ScrollText } from 'lucide-react';
import { Button } from '../../components/button';
import { EmptyState, LoadedView } from '../../components/page';
import { useApp, useRequestLog } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { EVERY_REQUEST } from '../../lib/request-query';
import { RequestDrawer } from './request-drawer';
import { RequestTable } from './request-table';
import { RequestToolbar } from './request-toolbar';

interface RequestsPageProps {
  readonly openId: string | null;
  readonly onOpen: (id: string | null) => void;
  /** To where a tool is told the address. */
  readonly onConnect: () => void;
}

const words = messages.requests;

export function RequestsPage(props: RequestsPageProps) {
  const { openId, onOpen } = props;
  return (
    <main className="@container relative flex h-full" aria-label={messages.nav.requests}>
      <div className="flex min-w-0 grow flex-col">
        <RequestToolbar />
        <RequestList {...props} />
      </div>
      {openId !== null && <RequestDrawer key={openId} id={openId} onClose={() => onOpen(null)} />}
    </main>
  );
}

function RequestList({ openId, onOpen, onConnect }: RequestsPageProps) {
  const { replica } = useApp();
  const phase = useRequestLog(replica.log, (state) => state.phase);
  const error = useRequestLog(replica.log, (state) => state.error);
  const isEmpty = useRequestLog(replica.log, (state) => state.rows.length === 0);
  const filter = useRequestLog(replica.log, (state) => state.filter);

  if (isEmpty && (phase !== 'ready' || error !== null)) {
    return (
      <div className="px-6 py-4">
        <LoadedView loaded={{ value: null, error }} onRetry={() => void replica.log.refresh()}>
          {() => null}
        </LoadedView>
      </div>
    );
  }
  if (!isEmpty) return <RequestTable openId={openId} onOpen={onOpen} />;
  if (filter !== EVERY_REQUEST) {
    return (
      <EmptyState
        icon={<ScrollText aria-hidden />}
        title={words.noMatch}
        action={
          <Button onClick={() => void replica.log.setFilter(EVERY_REQUEST)}>{words.clearFilter}</Button>
        }
      >
        {words.noMatchLead}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<ScrollText aria-hidden />}
      title={words.empty}
      action={
        <Button variant="primary" onClick={onConnect}>
          {words.connectTool}
        </Button>
      }
    >
      {words.emptyLead}
    </EmptyState>
  );
}
