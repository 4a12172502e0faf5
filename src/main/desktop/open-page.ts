import { shell } from 'electron';

/** The core names only pages of providers; all the same nothing but a web page is handed to the system. */
export function openPage(url: string): void {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') return;
  // Without a browser the address is still shown where the sign-in was begun.
  shell.openExternal(url).catch(() => undefined);
}
