import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordingState, RequestRecording } from '../../src/shared/domain/recording';
import type { RequestDetail, RequestSummary } from '../../src/shared/domain/request';
import type { Page } from '../../src/shared/ipc/contract';
import { readAnswer } from '../../src/shared/recorded-text';
import { type FakeUpstream, openWorld, type World } from '../support/world';

const PASSPHRASE = 'a passphrase for tests';
const SECRET_WORD = 'rhinoceros';

let world: World;
let upstream: FakeUpstream;
beforeAll(async () => {
  world = await openWorld();
  upstream = await world.addUpstream();
}, 60_000);
afterAll(() => world.close());

const call = <T>(method: string, at: string, body?: unknown) => world.core.control.call<T>(method, at, body);
const recordNext = (on = true) => call<RecordingState>('PUT', '/recordings/next', { on });
const recordingOf = (id: string) => world.core.control.send('GET', `/requests/${id}/recording`);

async function ask(content: string, extra: Record<string, unknown> = {}): Promise<string> {
  const answer = await world.post({ model: upstream.ref, messages: [{ role: 'user', content }], ...extra });
  await answer.text();
  const id = answer.headers.get('x-request-id') ?? '';
  await world.request(id);
  return id;
}

async function readRecording(id: string): Promise<RequestRecording> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await recordingOf(id);
    if (answer.status === 200) return JSON.parse(answer.text);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it was not recorded');
}

describe('recording prompts and answers', () => {
  it('keeps nothing of anybody who did not ask for it', async () => {
    const id = await ask(`nothing of ${SECRET_WORD}`);
    expect((await recordingOf(id)).status).toBe(404);
    expect(await call('GET', '/recordings')).toMatchObject({ next: false, tokens: [], count: 0, bytes: 0 });
  });

  it('keeps exactly the next request, with its whole answer, and then stops by itself', async () => {
    await recordNext();
    const id = await ask(`tell me about the ${SECRET_WORD}`, { stream: true });
    const other = await ask('and now something else');
    const recording = await readRecording(id);
    expect(JSON.parse(recording.request.body)).toMatchObject({
      messages: [{ content: `tell me about the ${SECRET_WORD}` }],
    });
    expect(recording.answer).toMatchObject({ status: 200, kind: 'stream', whole: true, cut: false });
    expect(readAnswer(recording.answer.text, 'stream')).not.toBe('');
    expect((await recordingOf(other)).status).toBe(404);
    expect(await call('GET', '/recordings')).toMatchObject({ next: false, count: 1 });
    expect(await call('GET', `/requests/${id}`)).toMatchObject({ recorded: true });
  });

  it('finds what was said by its words, and lists what is recorded', async () => {
    const found = await call<Page<RequestSummary>>('GET', `/requests?q=${SECRET_WORD.toUpperCase()}`);
    expect(found.data).toHaveLength(1);
    expect(found.data[0]?.recorded).toBe(true);
    const listed = await call<Page<RequestSummary>>('GET', '/requests?recorded=yes');
    expect(listed.data.map(({ id }) => id)).toEqual(found.data.map(({ id }) => id));
    const rest = await call<Page<RequestSummary>>('GET', '/requests?recorded=no');
    expect(rest.data.every(({ recorded }) => recorded !== true)).toBe(true);
    const exported = await world.core.control.send('GET', `/requests/export?format=jsonl&q=${SECRET_WORD}`);
    expect(exported.text.trim().split('\n')).toHaveLength(1);
    // An export never holds what was said.
    expect(exported.text).not.toContain(SECRET_WORD);
  });

  it('leaves no word of it readable in any file', () => {
    const files = readdirSync(world.core.dataDir, { recursive: true, withFileTypes: true });
    const held = files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(path.join(file.parentPath, file.name)).toString('latin1'));
    expect(held.length).toBeGreaterThan(3);
    for (const text of held) expect(text).not.toContain(SECRET_WORD);
  });

  it('keeps what the vault was encrypted anew around', async () => {
    const before = await call<RecordingState>('GET', '/recordings');
    await call('POST', '/vault/rekey', { passphrase: PASSPHRASE });
    for (;;) {
      const status = await call<{ vault: { rekey: unknown } }>('GET', '/status');
      if (status.vault.rekey === null) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const listed = await call<Page<RequestSummary>>('GET', '/requests?recorded=yes');
    await readRecording(listed.data[0]?.id ?? '');
    expect(await call('GET', '/recordings')).toEqual(before);
  });

  it('refuses to record, to read and to find anything while the vault is locked', async () => {
    const listed = await call<Page<RequestSummary>>('GET', '/requests?recorded=yes');
    await recordNext();
    await call('POST', '/vault/lock');
    const refused = await world.core.control.send('PUT', '/recordings/next', { on: true });
    expect(refused.status).toBe(503);
    expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 'vault_locked' } });
    expect((await recordingOf(listed.data[0]?.id ?? '')).status).toBe(503);
    const found = await call<Page<RequestSummary>>('GET', `/requests?q=${SECRET_WORD}`);
    expect(found.data).toEqual([]);
    expect(await call('GET', '/recordings')).toMatchObject({ next: true, possible: false });
    // Off it can always be switched.
    expect(await recordNext(false)).toMatchObject({ next: false });
    await call('POST', '/vault/unlock', { passphrase: PASSPHRASE });
  });

  it('records every request of a token until it is switched off, refusals by its policy too', async () => {
    const made = await call<{ id: string; token: string }>('POST', '/agent-tokens', { name: 'recorded' });
    await call('PUT', '/recordings/token', { token_id: made.id, on: true });
    const send = (model: string) =>
      fetch(`${world.core.gatewayUrl}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${made.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] }),
      });
    const good = await send(upstream.ref);
    const bad = await send('no/such-alias');
    expect(bad.ok).toBe(false);
    await readRecording(good.headers.get('x-request-id') ?? '');
    const refusal = await readRecording(bad.headers.get('x-request-id') ?? '');
    expect(refusal.answer.status).toBe(bad.status);
    await call('PUT', '/recordings/token', { token_id: made.id, on: false });
    const after = await send(upstream.ref);
    expect((await recordingOf(after.headers.get('x-request-id') ?? '')).status).toBe(404);
    // Nothing of the credential is in it.
    expect(JSON.stringify(refusal)).not.toContain(made.token);
  });

  it('deletes one, and all', async () => {
    const listed = await call<Page<RequestSummary>>('GET', '/requests?recorded=yes');
    const [first] = listed.data;
    const state = await call<RecordingState>('DELETE', `/requests/${first?.id}/recording`);
    expect(state.count).toBe(listed.data.length - 1);
    expect((await recordingOf(first?.id ?? '')).status).toBe(404);
    expect(await call('DELETE', '/recordings')).toMatchObject({ count: 0, bytes: 0 });
    const detail = await call<RequestDetail>('GET', `/requests/${first?.id}`);
    expect(detail.recorded).toBeUndefined();
  });
});

describe('paging through the log both ways', () => {
  it('gives on the way back exactly what was passed on the way down', async () => {
    for (let count = 0; count < 5; count++) await ask(`row ${count}`);
    const all = await call<Page<RequestSummary>>('GET', '/requests?limit=500');
    const ids = all.data.map(({ id }) => id);
    const back = await call<Page<RequestSummary>>('GET', `/requests?limit=2&newer_than=${ids[4]}`);
    expect(back.data.map(({ id }) => id)).toEqual(ids.slice(2, 4));
    expect(back.next_cursor).not.toBeNull();
    const top = await call<Page<RequestSummary>>('GET', `/requests?limit=500&newer_than=${ids[4]}`);
    expect(top).toEqual({ data: all.data.slice(0, 4), next_cursor: null });
  });

  it('filters by the key, the length of the wait and the cost', async () => {
    const all = await call<Page<RequestSummary>>('GET', '/requests?limit=500');
    const long = await call<Page<RequestSummary>>('GET', '/requests?min_latency_ms=600000');
    expect(long.data).toEqual([]);
    const short = await call<Page<RequestSummary>>('GET', '/requests?max_latency_ms=600000&limit=500');
    expect(short.data.length).toBe(all.data.filter(({ total_ms }) => total_ms !== null).length);
    const label = all.data.find(({ key }) => key !== null)?.key?.split(' · ')[1] ?? '';
    const ofKey = await call<Page<RequestSummary>>(
      'GET',
      `/requests?limit=500&key=${encodeURIComponent(label)}`,
    );
    expect(ofKey.data.length).toBeGreaterThan(0);
    expect(ofKey.data.every(({ key }) => key?.endsWith(label))).toBe(true);
    expect((await call<Page<RequestSummary>>('GET', '/requests?fallback=yes')).data).toEqual([]);
  });
});
