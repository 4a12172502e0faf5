import { RotateCw } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ApiError } from '../../../shared/domain/event';
import type { RequestDetail } from '../../../shared/domain/request';
import type { RouteExplanation } from '../../../shared/domain/route-explanation';
import { Button } from '../../components/button';
import { ErrorNote, Note } from '../../components/notes';
import { ProviderMark } from '../../components/provider-mark';
import { ShareRing } from '../../components/share-ring';
import { useApp, useResource } from '../../lib/app-context';
import { toExplainRequest } from '../../lib/explain-request';
import { formatShare } from '../../lib/format';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { SkipList } from './skip-list';

const words = messages.requests;

/** Asks where a request of the same model would go now. Calls no provider. */
export function ExplainAgain({ detail }: { readonly detail: RequestDetail }) {
  const { bridge, replica } = useApp();
  const workspaces = useResource(replica.workspaces).value ?? [];
  const [explanation, setExplanation] = useState<RouteExplanation | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);

  const answerRef = useRef<HTMLDivElement>(null);
  // The drawer scrolls, and the button is at its end: the answer would come out of sight.
  useEffect(() => {
    if (explanation !== null) answerRef.current?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  }, [explanation]);

  async function explain(): Promise<void> {
    const workspaceId = workspaces.find(({ client_id }) => client_id === detail.client_id)?.id;
    const isEmbedding = detail.dialect.includes('embed');
    const request = toExplainRequest({ model: detail.requested, isEmbedding, workspaceId });
    const answer = await settle(bridge.routing.explain(request));
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) setExplanation(answer.value);
  }

  return (
    <section className="flex flex-col items-start gap-2 border-line border-t pt-3">
      <Button onClick={() => void explain()}>
        <RotateCw aria-hidden />
        {words.explainAgain}
      </Button>
      <ErrorNote error={failure} />
      {explanation !== null && (
        <div ref={answerRef} className="lit flex w-full scroll-mt-3 flex-col gap-3 rounded-md">
          <header>
            <h3 className="font-medium">{words.explainedNow}</h3>
            <p className="text-table text-muted">{words.explainedAs}</p>
          </header>
          {explanation.error !== null && <Note tone="bad">{explanation.error.message}</Note>}
          {explanation.wait_ms !== null && (
            <Note tone="info">{words.waitsNow((explanation.wait_ms / 1000).toFixed(1))}</Note>
          )}
          <Ranking explanation={explanation} />
          <SkipList skipped={explanation.skipped} />
        </div>
      )}
    </section>
  );
}

function Ranking({ explanation }: { readonly explanation: RouteExplanation }) {
  if (explanation.candidates.length === 0) return null;
  return (
    <ol className="flex flex-col gap-1 text-table" aria-label={words.explainedNow}>
      {explanation.candidates.map((place) => (
        <li
          key={`${place.provider}/${place.model}/${place.key ?? ''}`}
          className="flex min-w-0 items-center gap-2"
        >
          <span className="w-4 shrink-0 text-right text-faint tabular-nums">{place.rank}</span>
          <ProviderMark id={place.provider} />
          <span className="max-w-40 shrink-0 truncate">{place.key ?? place.provider}</span>
          <span className="mono min-w-0 grow truncate text-label text-faint" title={place.model}>
            {place.model}
          </span>
          {place.quota_left !== null && (
            <span title={messages.aliases.quotaLeft(formatShare(place.quota_left))}>
              <ShareRing share={place.quota_left} />
            </span>
          )}
          {place.rank === 1 && <span className="shrink-0 text-accent-text">{words.servesNow}</span>}
          {place.health === 'degraded' && <span className="shrink-0 text-warn-text">{words.degraded}</span>}
        </li>
      ))}
    </ol>
  );
}
