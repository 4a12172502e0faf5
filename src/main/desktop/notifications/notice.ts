import type { NoticeKind } from '../../../shared/domain/desktop';

/** Something a person may want to know while the window is closed. */
export interface Notice {
  /** The same for the same cause in the same window: it is told once. */
  readonly id: string;
  /** What it is about; of several about the same thing the last one is told. */
  readonly subject: string;
  readonly kind: NoticeKind;
  readonly title: string;
  readonly body: string;
  /** As in the address of the window. */
  readonly page: string;
}

/** What the system is asked to show. */
export type Announcement = Pick<Notice, 'title' | 'body' | 'page'>;

const MOST_LINES = 4;

/** Several that come together are one. */
export function announce(notices: readonly Notice[]): Announcement | null {
  const [first] = notices;
  if (first === undefined) return null;
  if (notices.length === 1) return { title: first.title, body: first.body, page: first.page };
  const pages = new Set(notices.map(({ page }) => page.split('/')[0] ?? ''));
  const lines = notices.slice(0, MOST_LINES).map(({ title }) => title);
  const more = notices.length - lines.length;
  return {
    title: `SpiderGate: ${notices.length} things to know`,
    body: [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
    page: pages.size === 1 ? ([...pages][0] ?? 'overview') : 'overview',
  };
}
