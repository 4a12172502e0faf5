import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { missingPlaces, scan } from './secrets-scan.mjs';

const SECRET = 'gsk_"marked+4711/é';
let folder: string;

beforeEach(() => {
  // Not a name that the scan keeps: it would find what is planted here.
  folder = mkdtempSync(path.join(tmpdir(), 'scan-test-'));
  for (const kind of ['secrets', 'kept', 'control', 'ipc', 'output', 'dom'])
    mkdirSync(path.join(folder, kind));
  note('7', 'key_1', SECRET);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function note(group: string, context: string, secret: string | Buffer): void {
  const line = JSON.stringify({ context, secret: Buffer.from(secret).toString('base64') });
  writeFileSync(path.join(folder, 'secrets', `${group}-${context}`), `${line}\n`);
}

function leave(kind: string, name: string, content: string | Buffer): void {
  writeFileSync(path.join(folder, kind, name), content);
}

const found = () => scan(folder).findings.map(({ where }) => where.split(path.sep).join('/'));

it.each([
  ['as it is', Buffer.from(SECRET)],
  ['in base64', Buffer.from(SECRET).toString('base64')],
  ['in a password of HTTP', Buffer.from(`me:${SECRET}`).toString('base64')],
  ['in another one', Buffer.from(`you2:${SECRET}@`).toString('base64')],
  ['in base64url', Buffer.from(`${SECRET}`).toString('base64url')],
  ['in hex', Buffer.from(SECRET).toString('hex')],
  ['inside JSON', JSON.stringify({ key: SECRET })],
  ['in an address', `https://x.test/?key=${encodeURIComponent(SECRET)}`],
  ['as Windows writes text', Buffer.from(SECRET, 'utf16le')],
])('finds a secret %s', (_how, content) => {
  leave('kept', '7-1-data.db', Buffer.concat([Buffer.alloc(100, 0xff), Buffer.from(content)]));
  expect(found()).toEqual(['kept/7-1-data.db']);
});

it('looks at what went to the window and to scripts, was printed and was shown', () => {
  for (const kind of ['control', 'ipc', 'output', 'dom']) leave(kind, '7-1', `… ${SECRET} …`);
  expect(found()).toEqual(['control/7-1', 'ipc/7-1', 'output/7-1', 'dom/7-1']);
});

it('finds one part of what was sealed together', () => {
  note('8', 'key_2', JSON.stringify({ secret: 'hf_the-secret', refreshToken: 'hf_the-refresh-token' }));
  leave('ipc', '8-1', 'hf_the-refresh-token');
  expect(found()).toEqual(['ipc/8-1']);
});

it('finds a key that is bytes, and a token nobody has noted', () => {
  const dataKey = Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 37) % 256));
  note('8', 'data key', dataKey);
  leave('kept', '8-1-a', dataKey);
  leave('kept', '9-1-b', `spideriq_pat_${'a1'.repeat(16)}`);
  expect(found()).toEqual(['kept/8-1-a', 'kept/9-1-b']);
});

it('takes prompts that the window shows on purpose for secrets on the disk only', () => {
  note('8', 'req_1', 'what was asked');
  leave('ipc', '8-1', 'what was asked');
  leave('kept', '8-1', 'what was asked');
  expect(found()).toEqual(['kept/8-1']);
});

it('keeps the secrets of one test file from another, and never says what it found', () => {
  leave('kept', '9-1', SECRET);
  expect(found()).toEqual([]);
  leave('kept', '7-1', SECRET);
  expect(JSON.stringify(scan(folder).findings)).not.toContain('marked');
});

it('says which place of a whole run it has not seen', () => {
  leave('kept', '7-1-spidergate.db', 'x');
  leave('kept', '7-1-spidergate.db-wal', '');
  const missing = missingPlaces(scan(folder).files, ['unit', 'contract']);
  expect(missing).not.toContain('contract, databases');
  // An empty file is nothing to look at.
  expect(missing).toContain('contract, write-ahead logs');
  expect(missingPlaces([], ['unit'])).toEqual([]);
});
