import { Notification } from 'electron';
import type { RemoteServices } from '../../services/remote';
import { createNoticeDesk, type NoticeDeskParts } from './notice-desk';

/** More than these are not kept clickable. */
const MOST_SHOWN = 8;

interface NotificationParts extends Omit<NoticeDeskParts, 'show' | 'now'> {
  readonly services: Pick<RemoteServices, 'events' | 'attention' | 'providers'>;
  readonly iconFile: string;
  readonly openPage: (page: string) => void;
}

/** The system's notifications. Where there are none, nothing is shown: the tray and the window say the same. */
export function openNotifications(parts: NotificationParts): () => void {
  const { services, iconFile, openPage } = parts;
  // One that is collected as garbage no longer takes clicks.
  const shown: Notification[] = [];
  const desk = createNoticeDesk({
    ...parts,
    now: Date.now,
    show({ title, body, page }) {
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title, body, icon: iconFile });
      notification.on('click', () => openPage(page));
      notification.show();
      shown.push(notification);
      if (shown.length > MOST_SHOWN) shown.shift();
    },
  });
  const unsubscribe = services.events.subscribe(desk.hear);
  readStart(services, desk).catch(() => {
    // What is wrong already is told with the next change.
  });
  return () => {
    unsubscribe();
    desk.dispose();
    for (const notification of shown) notification.close();
  };
}

async function readStart(
  { providers, attention }: Pick<RemoteServices, 'attention' | 'providers'>,
  desk: Pick<ReturnType<typeof createNoticeDesk>, 'hear' | 'name'>,
): Promise<void> {
  for (const { id, name } of await providers.list()) desk.name(id, name);
  desk.hear({ type: 'attention', items: await attention.list() });
}
