import { clsx } from 'clsx';
import { Button } from '../../components/button';
import { ShareRing } from '../../components/share-ring';
import { useNow } from '../../lib/app-context';
import { formatCountdown, formatShare } from '../../lib/format';
import { messages } from '../../lib/messages';
import type { RankedPlace, SlotView } from './slot-view';

const words = messages.aliases;

interface SlotStateProps {
  readonly view: SlotView;
  readonly onAddKey: () => void;
}

/** Whether it would be asked now, and why not, in three words. */
export function SlotState({ view, onAddKey }: SlotStateProps) {
  switch (view.state) {
    case 'ready':
      return <ReadyWord place={view.place} isNext={view.isNext} />;
    case 'skipped':
      if (view.reason === 'no_key') return <KeyMissing onAddKey={onAddKey} />;
      return <SkippedWord reason={view.reason} until={view.until} />;
    case 'unknown':
      return (
        <span className="text-faint">{view.slot.enabled === false ? words.slotOff : messages.unknown}</span>
      );
  }
}

export function ReadyWord({ place, isNext }: { readonly place: RankedPlace; readonly isNext: boolean }) {
  const isDegraded = place.health === 'degraded';
  return (
    <span
      title={isNext ? words.nextHint : isDegraded ? words.degradedHint : undefined}
      className={clsx(
        'flex items-center justify-end gap-2',
        isNext ? 'font-medium text-accent-text' : isDegraded ? 'text-warn-text' : 'text-muted',
      )}
    >
      {place.quota_left !== null && (
        <span title={words.quotaLeft(formatShare(place.quota_left))}>
          <ShareRing share={place.quota_left} />
        </span>
      )}
      {isNext ? words.next : isDegraded ? words.degraded : words.ready}
    </span>
  );
}

/** What mends it appears where it is missing. */
function KeyMissing({ onAddKey }: Pick<SlotStateProps, 'onAddKey'>) {
  return (
    <span className="flex items-center justify-end gap-2 text-muted">
      <Button
        variant="quiet"
        className="sr-only h-6! px-2! text-table! group-hover:not-sr-only focus-visible:not-sr-only"
        onClick={onAddKey}
      >
        {messages.actions.addKey}
      </Button>
      {messages.requests.explainSkip('no_key')}
    </span>
  );
}

function SkippedWord({ reason, until }: { readonly reason: string; readonly until: string | null }) {
  const now = useNow();
  const left = until === null ? 0 : Date.parse(until) - now;
  const why = messages.requests.explainSkip(reason);
  return (
    <span className="block text-right text-muted tabular-nums">
      <span className="block truncate" title={why}>
        {why}
      </span>
      {left > 0 && (
        <span className="block truncate text-label text-faint">{words.back(formatCountdown(left))}</span>
      )}
    </span>
  );
}
