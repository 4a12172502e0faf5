import { expect, test } from 'vitest';
import { createEventForwarder } from '../../../src/main/ipc/event-forwarder';
import type { AppEvent } from '../../../src/shared/domain/event';
import type { EventBatch } from '../../../src/shared/ipc/contract';

/** Time that moves only by `advance`. */
function setUp() {
  const batches: { at: number; batch: EventBatch }[] = [];
  let time = 0;
  let timers: { due: number; task: () => void }[] = [];
  let listener: (event: AppEvent) => void = () => undefined;
  const window = { visible: true };
  const forwarder = createEventForwarder({
    subscribe: (added) => {
      listener = added;
      return () => {
        listener = () => undefined;
      };
    },
    currentStatus: async () => ({ type: 'changed', collection: 'keys' }),
    isWindowVisible: () => window.visible,
    send: (batch) => batches.push({ at: time, batch }),
    monotonic: () => time,
    after: (ms, task) => {
      const timer = { due: time + ms, task };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  });
  const advance = (ms: number) => {
    for (const end = time + ms; time <= end; time += 1) {
      const due = timers.filter((timer) => timer.due <= time);
      timers = timers.filter((timer) => timer.due > time);
      for (const { task } of due) task();
    }
  };
  return { batches, window, forwarder, advance, emit: (event: AppEvent) => listener(event) };
}

function request(id: string, status: 'running' | 'ok' = 'ok'): AppEvent {
  return {
    type: 'request',
    request: {
      id,
      started_at: '2026-11-22T00:00:00Z',
      status,
      client_id: 'cli_x',
      token: null,
      requested: 'a/b',
      alias: null,
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
    },
  };
}

test('the first event goes out at once, but not in the middle of the request that raised it', () => {
  const { batches, emit, advance } = setUp();
  emit(request('1'));
  expect(batches).toHaveLength(0);
  advance(0);
  expect(batches).toHaveLength(1);
});

test('a steady stream makes at most ten batches a second, and loses nothing', () => {
  const { batches, emit, advance } = setUp();
  for (let number = 0; number < 500; number += 1) {
    emit(request(String(number)));
    advance(1);
  }
  advance(200);
  const times = batches.map(({ at }) => at);
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
  expect(batches.flatMap(({ batch }) => batch)).toHaveLength(500);
});

test('of one request only the latest state is sent', () => {
  const { batches, emit, advance } = setUp();
  emit(request('1', 'running'));
  emit(request('2', 'running'));
  emit(request('1', 'ok'));
  advance(0);
  expect(batches[0]?.batch).toEqual([request('2', 'running'), request('1', 'ok')]);
});

test('a flood is replaced by one word to read afresh', () => {
  const { batches, emit, advance } = setUp();
  for (let number = 0; number < 350; number += 1) emit(request(String(number)));
  emit({ type: 'changed', collection: 'keys' });
  advance(0);
  const batch = batches[0]?.batch ?? [];
  expect(batch).toContainEqual({ type: 'changed', collection: 'requests' });
  expect(batch).toContainEqual({ type: 'changed', collection: 'keys' });
  expect(batch.length).toBeLessThan(60);
});

test('a hidden window gets nothing, and a fresh start when it is shown', () => {
  const { batches, window, emit, advance, forwarder } = setUp();
  window.visible = false;
  emit(request('1'));
  advance(300);
  expect(batches).toHaveLength(0);
  window.visible = true;
  advance(300);
  expect(batches).toHaveLength(0);
  forwarder.refresh();
  advance(0);
  const collections = batches[0]?.batch.flatMap((event) =>
    event.type === 'changed' ? [event.collection] : [],
  );
  expect(new Set(collections)).toEqual(
    new Set([
      'keys',
      'invites',
      'agent_tokens',
      'aliases',
      'workspaces',
      'providers',
      'requests',
      'recordings',
      'settings',
      'origins',
    ]),
  );
});

test('nothing is sent after dispose, what was due included', () => {
  const { batches, emit, advance, forwarder } = setUp();
  emit(request('1'));
  forwarder.dispose();
  emit(request('2'));
  advance(300);
  expect(batches).toHaveLength(0);
});
