import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import type { ApiError } from '../../../shared/domain/event';
import { OPAQUE_ORIGIN, type OriginEntry } from '../../../shared/domain/origin';
import { Button } from '../../components/button';
import { MarkedWord } from '../../components/marks';
import { ErrorNote } from '../../components/notes';
import { RelativeTime } from '../../components/times';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';

const words = messages.origins;

/** Which pages and apps in a browser engine may connect, and which have tried. */
export function OriginSettings() {
  const { replica } = useApp();
  const { value, error } = useResource(replica.origins);
  const { failure, put } = usePutOrigin();
  // Counts go up without an event of their own.
  useEffect(() => void replica.origins.refresh(), [replica]);
  return (
    <section className="card max-w-[720px] divide-y divide-line" aria-label={words.title}>
      <div className="flex flex-col gap-2 px-4 py-3">
        <div>
          <h3 className="font-medium">{words.title}</h3>
          <p className="text-table text-muted">{words.lead}</p>
        </div>
        <ErrorNote error={failure ?? error} />
      </div>
      {value?.length === 0 && <p className="px-4 py-3 text-table text-muted">{words.none}</p>}
      {value !== null && value.length > 0 && (
        <ul className="max-h-[280px] divide-y divide-line overflow-y-auto">
          {value.map((entry) => (
            <OriginRow key={entry.origin} entry={entry} onPut={put} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface OriginRowProps {
  readonly entry: OriginEntry;
  readonly onPut: (origin: string, allowed: boolean) => Promise<void>;
}

function OriginRow({ entry, onPut }: OriginRowProps) {
  const { origin, state, count, last_seen: lastSeen } = entry;
  const isAllowed = state === 'allowed';
  return (
    <li className="flex items-center gap-4 px-4 py-2">
      <div className="min-w-0 grow">
        <code className="mono selectable block truncate" title={origin}>
          {origin}
        </code>
        <span className="flex items-center gap-1.5 text-table text-muted tabular-nums">
          <MarkedWord tone={isAllowed ? 'ok' : 'off'}>{isAllowed ? words.allowed : words.refused}</MarkedWord>
          {count > 0 && (
            <span>
              · {words.times(count)}, <RelativeTime at={lastSeen} />
            </span>
          )}
        </span>
        {origin === OPAQUE_ORIGIN && <p className="text-table text-muted">{words.nobody}</p>}
      </div>
      {isAllowed ? (
        <Button aria-label={words.removeLabel(origin)} onClick={() => void onPut(origin, false)}>
          {words.remove}
        </Button>
      ) : (
        origin !== OPAQUE_ORIGIN && (
          <Button aria-label={words.allowLabel(origin)} onClick={() => void onPut(origin, true)}>
            {words.allow}
          </Button>
        )
      )}
    </li>
  );
}

function usePutOrigin() {
  const { bridge, replica } = useApp();
  const [failure, setFailure] = useState<ApiError | null>(null);

  async function put(origin: string, allowed: boolean): Promise<void> {
    const answer = await settle(bridge.origins.put({ origin, allowed }));
    setFailure(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    replica.origins.put(answer.value);
    toast(allowed ? words.allowedNow(origin) : words.removed(origin));
  }

  return { failure, put };
}
