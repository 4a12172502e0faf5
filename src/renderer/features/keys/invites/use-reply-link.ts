import { useEffect, useEffectEvent } from 'react';
import { useApp } from '../../../lib/app-context';
import { settle } from '../../../lib/settle';

/** A `spidergate://` link may have brought a reply, before the window was there or just now. Nothing is done with it unasked. */
export function useReplyLink(onReply: (reply: string) => void): void {
  const { bridge } = useApp();
  const ask = useEffectEvent(async () => {
    const answer = await settle(bridge.invites.takeLink());
    if (answer.ok && answer.value !== null) onReply(answer.value);
  });
  useEffect(() => {
    void ask();
    return bridge.onEvents((batch) => {
      if (batch.some((event) => event.type === 'changed' && event.collection === 'invites')) void ask();
    });
  }, [bridge]);
}
