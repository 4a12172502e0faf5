import { Pause, Play } from 'lucide-react';
import { Button } from '../../components/button';
import { useApp, useRequestLog } from '../../lib/app-context';
import { formatCount } from '../../lib/format';
import { messages } from '../../lib/messages';
import { MOST_HELD } from '../../lib/request-log';
import { ExportMenu } from './export-menu';
import { FilterChips } from './filter-chips';
import { FilterMenu } from './filter-menu';
import { QueryField } from './query-field';
import { RecordMenu } from './record-menu';
import { ViewMenu } from './view-menu';

const words = messages.requests;

export function RequestToolbar() {
  return (
    <>
      <div className="@container/bar flex shrink-0 items-center gap-1 border-line border-b px-4 py-2">
        <h1 className="sr-only">{messages.nav.requests}</h1>
        <QueryField />
        <FilterMenu />
        <ViewMenu />
        <div className="grow" />
        <RecordMenu />
        <ExportMenu />
        <LiveButton />
      </div>
      <FilterChips />
    </>
  );
}

/** Up to where it is counted, and that there are more. */
export function writeHeld(held: number): string {
  return words.held(held < MOST_HELD ? formatCount(held) : `${formatCount(MOST_HELD)}+`);
}

function LiveButton() {
  const { replica } = useApp();
  const isLive = useRequestLog(replica.log, (state) => state.isLive);
  const held = useRequestLog(replica.log, (state) => state.held);
  return (
    <Button
      aria-pressed={isLive}
      variant={isLive ? 'quiet' : 'secondary'}
      onClick={() => replica.log.setLive(!isLive)}
    >
      {isLive ? <Pause aria-hidden /> : <Play aria-hidden />}
      {isLive ? words.pauseLive : words.resumeLive}
      {!isLive && held > 0 && (
        <>
          {' '}
          <span className="text-muted">{writeHeld(held)}</span>
        </>
      )}
    </Button>
  );
}
