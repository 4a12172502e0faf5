import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { seedLog } from '../../../bench/seed-log';
import { startCore } from '../../support/core';

const dataDir = path.join(mkdtempSync(path.join(tmpdir(), 'sg-bench-test-')), 'data');
afterEach(() => rmSync(path.dirname(dataDir), { recursive: true, force: true }));

interface Listed {
  readonly data: readonly { readonly id: string; readonly started_at: string }[];
  readonly next_cursor: string | null;
}

it('fills the log so that the app reads it like rows of its own, newest first, page by page', async () => {
  const first = await startCore({ dataDir });
  const { token } = await first.control.call<{ token: string }>('POST', '/agent-tokens', { name: 't' });
  const answer = await fetch(`${first.gatewayUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ model: 'agent/chat', messages: [{ role: 'user', content: 'hi' }] }),
  });
  await answer.text();
  await first.control.call('GET', '/requests?limit=1');
  await first.close();

  expect(seedLog(dataDir, 500)).toBe(501);

  const second = await startCore({ dataDir });
  const page = await second.control.call<Listed>('GET', '/requests?limit=100');
  const next = await second.control.call<Listed>('GET', `/requests?limit=100&cursor=${page.next_cursor}`);
  await second.close();
  const rows = [...page.data, ...next.data];
  expect(new Set(rows.map(({ id }) => id)).size).toBe(200);
  const times = rows.map(({ started_at }) => started_at);
  expect(times).toEqual([...times].sort().reverse());
});
