import { PAGES, type PageName } from '../navigation';

/** What was pressed, and where the focus was. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly isTyping: boolean;
  readonly isDialogOpen: boolean;
}

export type Shortcut = { readonly page: PageName } | 'palette' | 'shortcuts' | 'filter';

/** What a key press means anywhere in the window; `null`: nothing. A dialog keeps the keys to itself. */
export function shortcutOf(press: Press): Shortcut | null {
  if (press.isDialogOpen || press.altKey) return null;
  const { key } = press;
  if (press.ctrlKey || press.metaKey) {
    if (press.shiftKey) return null;
    if (key.toLowerCase() === 'k') return 'palette';
    const page = PAGES[/^[1-9]$/.test(key) ? Number(key) - 1 : -1];
    return page === undefined ? null : { page };
  }
  if (press.isTyping) return null;
  if (key === '?') return 'shortcuts';
  return key === '/' ? 'filter' : null;
}
