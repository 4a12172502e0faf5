import { Pause, Play, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { RequestStatus } from '../../../shared/domain/request';
import { Button } from '../../components/button';
import { Segmented } from '../../components/segmented';
import { useApp, useRequestLog } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { EVERY_REQUEST } from '../../lib/request-rows';

const words = messages.requests;
const STATUSES = [
  'running',
  'ok',
  'error',
  'aborted',
  'interrupted',
] as const satisfies readonly RequestStatus[];
const TYPING_PAUSE_MS = 200;

export function RequestToolbar() {
  const { replica } = useApp();
  const filter = useRequestLog(replica.log, (state) => state.filter);

  function choose(status: RequestStatus | null): void {
    const next = { ...filter, status };
    void replica.log.setFilter(next.text === '' && status === null ? EVERY_REQUEST : next);
  }

  return (
    <div className="flex shrink-0 items-center gap-2 border-line border-b px-4 py-2">
      <h1 className="sr-only">{messages.nav.requests}</h1>
      <SearchField />
      <Segmented<RequestStatus | 'all'>
        label={words.statusFilter}
        value={filter.status ?? 'all'}
        onChange={(value) => choose(value === 'all' ? null : value)}
        options={[
          { value: 'all', label: words.all },
          ...STATUSES.map((value) => ({ value, label: words.status[value] })),
        ]}
      />
      <div className="grow" />
      <LiveButton />
    </div>
  );
}

function SearchField() {
  const { replica } = useApp();
  const filter = useRequestLog(replica.log, (state) => state.filter);
  const [text, setText] = useState(filter.text);

  // The filter can be cleared from elsewhere.
  useEffect(() => setText(filter.text), [filter.text]);

  useEffect(() => {
    if (text === filter.text) return;
    const timer = window.setTimeout(() => {
      const next = { ...filter, text };
      void replica.log.setFilter(text === '' && filter.status === null ? EVERY_REQUEST : next);
    }, TYPING_PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [text, filter, replica]);

  return (
    <div className="relative w-56 min-w-28">
      <Search className="pointer-events-none absolute top-1.5 left-2 text-muted" aria-hidden />
      <input
        type="search"
        aria-label={words.filterLabel}
        placeholder={words.filterPlaceholder}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setText('');
        }}
        className="control w-full pl-7.5 [&::-webkit-search-cancel-button]:hidden"
      />
    </div>
  );
}

function LiveButton() {
  const { replica } = useApp();
  const isLive = useRequestLog(replica.log, (state) => state.isLive);
  const held = useRequestLog(replica.log, (state) => state.held.size);
  return (
    <Button
      aria-pressed={isLive}
      variant={isLive ? 'quiet' : 'secondary'}
      onClick={() => replica.log.setLive(!isLive)}
    >
      {isLive ? <Pause aria-hidden /> : <Play aria-hidden />}
      {isLive ? words.pauseLive : words.resumeLive(held)}
    </Button>
  );
}
