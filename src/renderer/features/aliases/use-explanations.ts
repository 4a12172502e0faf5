import { useEffect, useState } from 'react';
import type { Alias } from '../../../shared/domain/alias';
import type { RouteExplanation } from '../../../shared/domain/route-explanation';
import { useApp, useResource } from '../../lib/app-context';
import { asksAlias, toExplainRequest } from '../../lib/explain-request';
import { settle } from '../../lib/settle';
import { createThrottle } from '../../lib/throttle';

/** A burst of events is one question. */
const EVENT_PERIOD_MS = 500;
/** Cool-downs and quotas come back by time alone, without any event. */
const TICK_MS = 3_000;

export type Explanations = ReadonlyMap<string, RouteExplanation>;

/** What main would do with a request of each alias now. Asked again when providers, keys or aliases change. */
export function useExplanations(aliases: readonly Alias[] | null): Explanations {
  const { bridge, replica } = useApp();
  const workspaces = useResource(replica.workspaces).value;
  const [explanations, setExplanations] = useState<Explanations>(new Map());

  useEffect(() => {
    if (aliases === null || workspaces === null) return;
    let isCurrent = true;

    async function ask(known: readonly Alias[]): Promise<void> {
      const answers = await Promise.all(
        known.map(async ({ id }) => {
          const request = toExplainRequest(asksAlias(id, workspaces ?? []));
          const answer = await settle(bridge.routing.explain(request));
          return answer.ok ? ([[id, answer.value]] as const) : [];
        }),
      );
      if (isCurrent) setExplanations(new Map(answers.flat()));
    }

    const refresh = createThrottle(() => {
      if (isCurrent) void ask(aliases);
    }, EVENT_PERIOD_MS);
    refresh();
    const sources = [replica.providers, replica.keys, replica.settings, replica.status];
    const endings = sources.map((source) => source.store.subscribe(refresh));
    const timer = window.setInterval(refresh, TICK_MS);
    return () => {
      isCurrent = false;
      window.clearInterval(timer);
      for (const end of endings) end();
    };
  }, [aliases, workspaces, bridge, replica]);

  return explanations;
}
