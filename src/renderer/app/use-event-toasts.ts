import { useEffect, useEffectEvent } from 'react';
import { toast } from 'sonner';
import type { AppEvent } from '../../shared/domain/event';
import { OPAQUE_ORIGIN } from '../../shared/domain/origin';
import { useApp } from '../lib/app-context';
import { messages } from '../lib/messages';
import { nameProvider } from '../lib/provider-name';

const words = messages.origins;

interface ToastTargets {
  readonly onReviewOrigins: () => void;
}

/** What somebody outside has tried. A page can provoke these, so no button here gives anything away: it leads to where one is. */
export function useEventToasts({ onReviewOrigins }: ToastTargets): void {
  const { bridge, replica } = useApp();
  const show = useEffectEvent((event: AppEvent) => {
    if (event.type === 'origin_refused') {
      const { origin } = event;
      toast(origin === OPAQUE_ORIGIN ? words.triedNobody : words.tried(origin), {
        // One at a time: a page can have as many names as it likes.
        id: 'origin refused',
        action: { label: words.review, onClick: onReviewOrigins },
      });
    } else if (event.type === 'auth_failures') {
      toast(words.wrongTokens(event.count), { id: 'wrong tokens' });
    } else if (event.type === 'contribution') {
      const provider = nameProvider(replica.providers.store.getState().value ?? [], event.provider);
      toast(messages.invites.arrived[event.outcome](`${provider} · ${event.label}`));
    }
  });
  useEffect(
    () =>
      bridge.onEvents((batch) => {
        for (const event of batch) show(event);
      }),
    [bridge],
  );
}
