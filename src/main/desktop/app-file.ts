import path from 'node:path';

export const APP_SCHEME = 'app';
const APP_HOST = 'spidergate';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * The page talks to main over IPC only, so it may connect to nothing. Styles may stand in the document because Radix and
 * sonner write `<style>` elements; with no way to fetch anything, such a style cannot carry data out.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface AppFile {
  readonly file: string;
  readonly contentType: string;
}

/** The file of the page that an address names; `null` for anything outside `root`, of another host or of no known kind. */
export function findAppFile(root: string, address: string): AppFile | null {
  const pathname = readPathname(address);
  if (pathname === null) return null;
  const file = path.resolve(root, `.${pathname === '/' ? '/index.html' : pathname}`);
  const contentType = CONTENT_TYPES[path.extname(file)];
  if (!file.startsWith(path.resolve(root) + path.sep) || contentType === undefined) return null;
  return { file, contentType };
}

/** Decoded; `null` where decoding hides a way out, e.g. `%2e%2e%5c` or a NUL byte. */
function readPathname(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== `${APP_SCHEME}:` || url.host !== APP_HOST) return null;
  try {
    const pathname = decodeURIComponent(url.pathname);
    return /[\\\0]/.test(pathname) ? null : pathname;
  } catch {
    return null;
  }
}
