import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { APP_SCHEME, CONTENT_SECURITY_POLICY, findAppFile } from './app-file';

/** Must run before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Serves the built page at `app://spidergate/`, and nothing outside its folder. */
export function serveApp(session: Session, root: string): void {
  session.protocol.handle(APP_SCHEME, async (request) => {
    const found = request.method === 'GET' ? findAppFile(root, request.url) : null;
    if (found === null) return new Response(null, { status: 404 });
    try {
      return new Response(new Uint8Array(await readFile(found.file)), {
        headers: headersFor(found.contentType),
      });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}

function headersFor(contentType: string): Record<string, string> {
  return {
    'content-type': contentType,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}
