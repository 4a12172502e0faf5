import { app, type Session, type WebContents } from 'electron';
import { APP_SCHEME } from './app-file';

/** What DevTools need to load themselves; they can be opened in development only. */
const ALLOWED_PROTOCOLS = new Set([`${APP_SCHEME}:`, 'devtools:', 'data:', 'blob:']);

/** Takes from every page and session what this app's page never needs. Must run before Electron is ready. */
export function lockDown(): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
  app.on('session-created', lockSession);
}

function lockContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  // The page has no business on the network at all, whatever it may come to contain.
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isAllowed(url) }));
}

function isAllowed(address: string): boolean {
  return URL.canParse(address) && ALLOWED_PROTOCOLS.has(new URL(address).protocol);
}
