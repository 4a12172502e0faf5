import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { RequestTable, Storage } from '../../../src/main/storage/types';
import { requestListRequest } from '../../../src/shared/ipc/requests';
import {
  makeAgentToken,
  makeDatabaseFile,
  makeEnd,
  makeKey,
  makeStart,
  makeWorkspace,
  NOON,
  openTestStorage,
} from './storage-fixtures';

const list = (requests: RequestTable, request: Record<string, unknown> = {}) =>
  requests.list(requestListRequest.parse(request));
const idsOf = (requests: RequestTable, request: Record<string, unknown> = {}) =>
  list(requests, request).data.map(({ id }) => id);

describe('one request', () => {
  it('is there as running from its start, without results', () => {
    const { requests } = openTestStorage();
    requests.start(makeStart({ stream: false }));
    expect(requests.get('req_1')).toEqual({
      id: 'req_1',
      started_at: '2026-11-22T12:00:00.000Z',
      status: 'running',
      client_id: 'cli_personal',
      token: 'ci-bot',
      requested: 'spideriq/coding',
      alias: 'spideriq/coding',
      dialect: 'openai-chat',
      stream: false,
      http_status: null,
      error_code: null,
      provider: null,
      model: null,
      key: null,
      key_scope: null,
      fallback_from: null,
      attempt_count: 0,
      first_token_ms: null,
      total_ms: null,
      usage: null,
      cost_usd: null,
      cost_source: null,
      saved_usd: null,
      trace: null,
    });
  });

  it('holds everything about its end, the trace included, and cost to the nano-dollar', () => {
    const { requests } = openTestStorage();
    requests.start(makeStart());
    requests.finish('req_1', makeEnd());
    const detail = requests.get('req_1');
    expect(detail).toMatchObject({
      status: 'ok',
      stream: true,
      http_status: 200,
      provider: 'groq',
      model: 'openai/gpt-oss-120b',
      key: 'groq · personal',
      key_scope: 'brand',
      fallback_from: 'cerebras/gpt-oss-120b',
      attempt_count: 2,
      first_token_ms: 180.4,
      total_ms: 412.9,
      usage: { input: 1200, output: 310, cached: 5, reasoning: 20, estimated: false },
      cost_usd: 0.004200001,
    });
    expect(detail?.trace).toEqual(makeEnd().trace);
    expect(requests.summary('req_1')).toEqual(list(requests).data[0]);
    expect(requests.summary('req_1')).not.toHaveProperty('trace');
  });

  it('that cost nothing differs from one whose cost is unknown', () => {
    const { requests } = openTestStorage();
    for (const [id, cost] of [
      ['free', 0],
      ['unknown', null],
    ] as const) {
      requests.start(makeStart({ id }));
      requests.finish(id, makeEnd({ cost, usage: null }));
    }
    expect([requests.get('free')?.cost_usd, requests.get('unknown')?.cost_usd]).toEqual([0, null]);
    expect(requests.get('free')?.usage).toBeNull();
  });

  it('ends once: a late second end does not rewrite it', () => {
    const { requests } = openTestStorage();
    requests.start(makeStart());
    requests.finish('req_1', makeEnd({ status: 'aborted', httpStatus: 499 }));
    requests.finish('req_1', makeEnd());
    expect(requests.get('req_1')?.status).toBe('aborted');
  });

  it('that is not there is null', () => {
    const { requests } = openTestStorage();
    expect([requests.get('nope'), requests.summary('nope')]).toEqual([null, null]);
  });

  it('keeps the names of a token and a key that are gone', () => {
    const storage = openTestStorage();
    storage.workspaces.insert(makeWorkspace());
    storage.agentTokens.insert(makeAgentToken());
    storage.keys.insert(makeKey());
    storage.requests.start(makeStart());
    storage.requests.finish('req_1', makeEnd());
    storage.agentTokens.delete('tok_1');
    storage.keys.delete('key_1');
    expect(storage.requests.get('req_1')).toMatchObject({ token: 'ci-bot', key: 'groq · personal' });
  });

  it('is still shown when its trace was damaged', () => {
    const file = makeDatabaseFile();
    const { requests } = openTestStorage(file);
    requests.start(makeStart());
    requests.finish('req_1', makeEnd());
    expect(requests.get('req_1')?.trace).not.toBeNull();
    const other = new Database(path.join(path.dirname(file), 'log.db'));
    other.exec(`UPDATE requests SET trace = '{"requested": 1}'`);
    other.close();
    expect(requests.get('req_1')).toMatchObject({ status: 'ok', trace: null });
  });
});

describe('pages', () => {
  function fill(count: number, startedAt: (index: number) => number): Storage {
    const storage = openTestStorage();
    for (let index = 0; index < count; index += 1) {
      storage.requests.start(
        makeStart({ id: `req_${String(index).padStart(3, '0')}`, startedAt: startedAt(index) }),
      );
    }
    storage.requests.flush();
    return storage;
  }

  function readAll(requests: RequestTable, limit: number): readonly string[] {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page = list(requests, { limit, ...(cursor === null ? {} : { cursor }) });
      ids.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    return ids;
  }

  it('hold every row once, newest first, also with many in one millisecond', () => {
    const { requests } = fill(23, (index) => NOON + Math.floor(index / 10));
    const expected = Array.from({ length: 23 }, (_, index) => `req_${String(22 - index).padStart(3, '0')}`);
    expect(readAll(requests, 4)).toEqual(expected);
    expect(readAll(requests, 23)).toEqual(expected);
  });

  it('go by time when the clock was set back', () => {
    const { requests } = fill(6, (index) => NOON - index * 1000);
    expect(readAll(requests, 4)).toEqual(['req_000', 'req_001', 'req_002', 'req_003', 'req_004', 'req_005']);
  });

  it('do not shift when new requests arrive between two of them', () => {
    const { requests } = fill(4, (index) => NOON + index);
    const first = list(requests, { limit: 2 });
    requests.start(makeStart({ id: 'newer', startedAt: NOON + 99 }));
    requests.flush();
    expect(idsOf(requests, { limit: 2, cursor: first.next_cursor })).toEqual(['req_001', 'req_000']);
  });

  it('are empty behind a cursor that is none', () => {
    expect(list(fill(3, () => NOON).requests, { cursor: "x' OR 1=1 --" })).toEqual({
      data: [],
      next_cursor: null,
    });
  });

  it('say that there is no next one when the last is exactly full', () => {
    expect(list(fill(3, () => NOON).requests, { limit: 3 }).next_cursor).toBeNull();
  });
});

describe('filters', () => {
  function fill(): RequestTable {
    const { requests } = openTestStorage();
    requests.start(makeStart({ id: 'a', startedAt: NOON }));
    requests.finish('a', makeEnd({ totalMs: 100, cost: 1_000_000 }));
    requests.start(makeStart({ id: 'b', startedAt: NOON + 60_000, tokenId: 'tok_2', tokenName: '100%_bot' }));
    requests.finish(
      'b',
      makeEnd({ provider: 'google', model: 'gemini-3.8-flash', totalMs: 900.5, cost: null }),
    );
    requests.start(
      makeStart({ id: 'c', startedAt: NOON + 120_000, requested: 'my/review', alias: 'my/review' }),
    );
    requests.finish(
      'c',
      makeEnd({ status: 'error', errorCode: 'upstream_failed', provider: null, model: null, cost: 0 }),
    );
    requests.start(makeStart({ id: 'd', startedAt: NOON + 180_000, tokenId: null, tokenName: null }));
    return requests;
  }

  it.each<[Record<string, unknown>, string[]]>([
    [{}, ['d', 'c', 'b', 'a']],
    [{ status: 'running' }, ['d']],
    [{ token: 'ci-bot' }, ['c', 'a']],
    [{ token: 'tok_2' }, ['b']],
    [{ alias: 'my/review' }, ['c']],
    [{ provider: 'google' }, ['b']],
    [{ model: 'openai/gpt-oss-120b' }, ['a']],
    [{ from: '2026-11-22T12:01:00Z' }, ['d', 'c', 'b']],
    [{ to: '2026-11-22T12:01:00Z' }, ['a']],
    [{ from: '2026-11-22T13:01:00+01:00', to: '2026-11-22T12:02:00Z' }, ['b']],
    [{ min_latency_ms: '412.95' }, ['b']],
    [{ min_cost_usd: '0.001' }, ['a']],
    [{ status: 'ok', provider: 'groq' }, ['a']],
    [{ q: 'GEMINI' }, ['b']],
    [{ q: 'goog' }, ['b']],
    [{ q: 'review' }, ['c']],
    [{ q: 'upstream_f' }, ['c']],
    [{ q: '100%' }, ['b']],
    [{ q: '%_b' }, ['b']],
    [{ q: '%' }, ['b']],
    [{ q: '_review' }, []],
    [{ q: '\\' }, []],
    [{ q: "' OR 1=1 --" }, []],
  ])('%j', (request, expected) => {
    expect(idsOf(fill(), request)).toEqual(expected);
  });

  it('go with a cursor', () => {
    const requests = fill();
    const first = list(requests, { alias: 'spideriq/coding', limit: 1 });
    expect(first).toMatchObject({ data: [{ id: 'd' }], next_cursor: 'd' });
    expect(idsOf(requests, { alias: 'spideriq/coding', limit: 5, cursor: 'd' })).toEqual(['b', 'a']);
  });
});

it('totals count from the given moment and skip unknown costs', () => {
  const { requests } = openTestStorage();
  for (const [id, startedAt, cost] of [
    ['old', NOON - 1, 5],
    ['one', NOON, 7],
    ['two', NOON + 1, null],
  ] as const) {
    const costSource = cost === null ? 'unknown' : 'estimated';
    requests.start(makeStart({ id, startedAt }));
    requests.finish(id, makeEnd({ cost, costSource }));
  }
  requests.start(makeStart({ id: 'running', startedAt: NOON + 2 }));
  expect(requests.totals(NOON)).toEqual({
    requests: 3,
    costNanoUsd: 7,
    savedNanoUsd: 0,
    estimated: 1,
    unknown: 1,
  });
});

it('marks only what was left running as interrupted', () => {
  const { requests } = openTestStorage();
  requests.start(makeStart({ id: 'done' }));
  requests.finish('done', makeEnd());
  requests.start(makeStart({ id: 'left' }));
  expect(requests.markInterrupted()).toBe(1);
  expect([requests.get('done')?.status, requests.get('left')?.status]).toEqual(['ok', 'interrupted']);
  expect(requests.markInterrupted()).toBe(0);
});

it('finds what was left running also when thousands of requests were completed since the last mark', async () => {
  const file = makeDatabaseFile();
  const first = openTestStorage(file);
  first.requests.start(makeStart({ id: 'stuck', startedAt: NOON }));
  for (let index = 0; index < 2500; index += 1) {
    first.requests.start(makeStart({ id: `req_${index}`, startedAt: NOON + index }));
    await first.requests.finish(`req_${index}`, makeEnd());
  }
  first.requests.start(makeStart({ id: 'late', startedAt: NOON + 9999 }));
  first.requests.flush();
  // Another connection sees what a killed process would have left.
  const second = openTestStorage(file);
  expect(second.requests.markInterrupted()).toBe(2);
  expect(second.requests.get('stuck')?.status).toBe('interrupted');
  expect(second.requests.get('late')?.status).toBe('interrupted');
  expect(second.requests.get('req_2499')?.status).toBe('ok');
});
