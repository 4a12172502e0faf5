import { createHash } from 'node:crypto';
import type { ResultPage } from './types';

const STYLE = `:root{color-scheme:light dark;--bg:#fbfbfb;--card:#fff;--line:#e3e4e8;--text:#1b1d22;--muted:#5d616b;--ok:#177a45;--warn:#8a5a00;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--bg:#0d0f13;--card:#1a1c22;--line:#2b2e37;--text:#eeeff2;--muted:#a3a7b2;--ok:#5fcf92;--warn:#e4b45c;--bad:#f28b82}}
*{box-sizing:border-box;margin:0}
body{min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--bg);color:var(--text);font:15px/1.55 system-ui,sans-serif}
main{width:100%;max-width:440px;padding:28px;border:1px solid var(--line);border-radius:10px;background:var(--card)}
.brand{margin:0 0 16px;color:var(--muted);font-size:13px}
h1{font-size:20px;line-height:1.3;font-weight:600;display:flex;gap:10px}
.ok h1::before{content:"✓";color:var(--ok)}.warn h1::before{content:"–";color:var(--warn)}.bad h1::before{content:"×";color:var(--bad)}
p{margin-top:10px}.muted{color:var(--muted);font-size:13px}
code{display:block;margin-top:6px;padding:10px 12px;border:1px solid var(--line);border-radius:6px;font:600 15px/1.4 ui-monospace,monospace;overflow-wrap:anywhere;user-select:all}
a{color:inherit}`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  // The address of this page had the code in it.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  connection: 'close',
};

/** Script-free; loads nothing. */
export function writeResultPage({ tone, title, text, keep, back }: ResultPage): string {
  const kept =
    keep &&
    `<p><strong>${toText(keep.label)}</strong></p><code>${toText(keep.value)}</code><p class="muted">${toText(keep.hint)}</p>`;
  const link = back && `<p><a href="${toText(back.url)}">${toText(back.label)}</a></p>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${toText(title)} · SpiderGate</title><style>${STYLE}</style></head><body><main class="${tone}"><p class="brand">SpiderGate</p><h1>${toText(title)}</h1><p>${toText(text)}</p>${kept ?? ''}${link ?? '<p class="muted">You can close this page.</p>'}</main></body></html>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function toText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => ESCAPES[letter] ?? '');
}
