import { useState } from 'react';
import { LoadedView, Page } from '../../components/page';
import { useApp, useRequestLog, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { AccountsCard } from './accounts-card';
import { AttentionCard } from './attention-card';
import type { Mend } from './attention-lines';
import { HoursCard } from './hours-card';
import { RecentRequests } from './recent-requests';
import { SetupGuide } from './setup-guide';
import { TodayFigures } from './today-figures';
import { useOverview } from './use-overview';

interface OverviewPageProps {
  readonly onPasteKey: (secret: string) => void;
  /** Of this provider, where one is named. */
  readonly onAddKey: (provider?: string) => void;
  readonly onOpenRequest: (id: string) => void;
  readonly onOpenLog: () => void;
  readonly onOpenKeys: () => void;
  readonly onOpenConnect: () => void;
  readonly onOpen: (target: Extract<Mend, { kind: 'open' }>) => void;
  readonly onChangeLimit: (owner: Extract<Mend, { kind: 'change_limit' }>) => void;
}

const GUIDE_HIDDEN = 'spidergate.guide-hidden';
const words = messages.overview;

/** First the way to the first answer; once that is walked, what is going on today. */
export function OverviewPage(props: OverviewPageProps) {
  const { replica } = useApp();
  const status = useResource(replica.status);
  const isAnonymous = useResource(replica.settings).value?.anonymous_providers ?? false;
  const log = useRequestLog(replica.recent, (state) => state);
  const [isHidden, setHidden] = useState(() => window.localStorage.getItem(GUIDE_HIDDEN) !== null);
  /** Once on the screen the guide stays until somebody leaves the page, so that its last step can be seen done. */
  const [wasShown, setShown] = useState(false);

  function hideGuide(): void {
    window.localStorage.setItem(GUIDE_HIDDEN, 'yes');
    setHidden(true);
  }

  if (status.value === null || log.phase === 'loading') {
    return (
      <Page title={words.title}>
        <LoadedView loaded={{ ...status, value: null }} onRetry={() => void replica.refreshAll()}>
          {() => null}
        </LoadedView>
      </Page>
    );
  }

  const { counts } = status.value;
  // A log that cannot be read says nothing about how far somebody has got.
  const hasAsked = log.rows.length > 0 || log.phase !== 'ready';
  const isComplete = (counts.keys > 0 || isAnonymous) && counts.agent_tokens > 0 && hasAsked;
  const isGuided = !isHidden && (wasShown || !isComplete);
  if (isGuided && !wasShown) setShown(true);
  // Until somebody has got past the first call, the guide is the only thing on the page.
  const hasContent = !isGuided || counts.keys > 0 || log.rows.length > 1;

  return (
    <Page
      title={isGuided && !isComplete ? words.firstTitle : words.title}
      {...(isGuided && counts.keys === 0 ? { lead: words.firstLead } : {})}
    >
      <AttentionCard {...props} />
      {isGuided && (
        <SetupGuide {...props} onAddKey={() => props.onAddKey()} isComplete={isComplete} onHide={hideGuide} />
      )}
      {hasContent && <Today {...props} />}
    </Page>
  );
}

function Today(props: OverviewPageProps) {
  const { replica } = useApp();
  const overview = useOverview();
  return (
    <>
      <LoadedView loaded={overview} onRetry={() => void replica.overview.refresh()}>
        {(value) => (
          <>
            <TodayFigures today={value.today} />
            <HoursCard overview={value} />
          </>
        )}
      </LoadedView>
      <div className="grid grid-cols-[minmax(0,9fr)_minmax(0,10fr)] items-start gap-4 @max-[860px]:grid-cols-1">
        <AccountsCard onAddKey={() => props.onAddKey()} onOpenKeys={props.onOpenKeys} />
        <RecentRequests onOpen={props.onOpenRequest} onOpenLog={props.onOpenLog} />
      </div>
    </>
  );
}
