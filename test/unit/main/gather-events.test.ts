import { expect, it, vi } from 'vitest';
import { gatherEvents } from '../../../src/main/core-thread/gather-events';
import type { RequestEnd } from '../../../src/main/gateway/ports';
import { RequestNews } from '../../../src/main/gateway/request-news';
import type { AppEvent } from '../../../src/shared/domain/event';
import { makeEnd, makeStart } from '../storage/storage-fixtures';

const news = (id: string, status: RequestEnd['status'] | 'running' = 'ok') =>
  new RequestNews(makeStart({ id }), status === 'running' ? null : makeEnd({ status }));
const request = (...of: Parameters<typeof news>): AppEvent => ({
  type: 'request',
  request: news(...of).toSummary(),
});
const many = (count: number, status: RequestEnd['status']) =>
  Array.from({ length: count }, (_, index) => [`req_${index} ${status}`, status] as const);
const KEYS: AppEvent = { type: 'changed', collection: 'keys' };
const REQUESTS: AppEvent = { type: 'changed', collection: 'requests' };

function setUp() {
  vi.useFakeTimers();
  const told: { readonly at: number; readonly events: readonly AppEvent[] }[] = [];
  const began = Date.now();
  let emit: (event: AppEvent) => void = () => undefined;
  let tell: (news: RequestNews) => void = () => undefined;
  const close = gatherEvents({
    subscribe: (listener) => {
      emit = listener;
      return () => {
        emit = () => undefined;
      };
    },
    onRequest: (listener) => {
      tell = listener;
      return () => {
        tell = () => undefined;
      };
    },
    after: (ms, task) => {
      const timer = setTimeout(task, ms);
      return () => clearTimeout(timer);
    },
    flush: (events) => told.push({ at: Date.now() - began, events }),
  });
  return {
    told,
    emit: (event: AppEvent) => emit(event),
    tell: (...of: Parameters<typeof news>) => tell(news(...of)),
    advance: vi.advanceTimersByTime,
    close,
  };
}

it('tells a request after a rest at once, so that somebody can watch it arrive', () => {
  const { told, tell, advance } = setUp();
  tell('a', 'running');
  advance(20);
  expect(told).toEqual([{ at: 20, events: [request('a', 'running')] }]);
  advance(5_000);
  tell('b');
  advance(20);
  expect(told.at(-1)).toEqual({ at: 5_040, events: [request('b')] });
});

it('tells the end of a single request before 200 ms have passed, also when its start was told a moment ago', () => {
  const { told, tell, advance } = setUp();
  tell('a', 'running');
  advance(25);
  tell('a');
  advance(60);
  expect(told.at(-1)?.events).toEqual([request('a')]);
});

it('tells many requests at most four times a second, each once and as it is now', () => {
  const { told, tell, advance } = setUp();
  for (let count = 0; count < 300; count++) {
    tell(`r${count}`, 'running');
    tell(`r${count}`);
    advance(10);
  }
  advance(400);
  expect(told.length).toBeLessThanOrEqual(12);
  const all = told.flatMap(({ events }) => events);
  expect(all).toHaveLength(300);
  expect(all.every((event) => event.type === 'request' && event.request.status === 'ok')).toBe(true);
});

it('tells what fills a screen each time at most twice a second', () => {
  const { told, tell, advance } = setUp();
  for (let count = 0; count < 900; count++) {
    tell(`r${count}`);
    advance(count % 3 === 0 ? 4 : 3);
  }
  advance(700);
  expect(told.length).toBeLessThanOrEqual(8);
  expect(told.flatMap(({ events }) => events)).toHaveLength(900);
});

it('does not let what a person has changed wait behind requests', () => {
  const { told, emit, tell, advance } = setUp();
  tell('a');
  advance(20);
  tell('b');
  emit(KEYS);
  advance(20);
  expect(told.at(-1)).toEqual({ at: 40, events: [KEYS] });
});

it('tells a flood as one change, with its newest failures, so that somebody may be notified', () => {
  const { told, tell, advance } = setUp();
  for (const of of [...many(250, 'ok'), ...many(30, 'error')]) tell(...of);
  advance(20);
  expect(told[0]?.events).toEqual([
    ...many(30, 'error')
      .slice(-10)
      .map((of) => request(...of)),
    REQUESTS,
  ]);
});

it('tells nothing any more once it is closed', () => {
  const { told, emit, tell, advance, close } = setUp();
  tell('a');
  emit(KEYS);
  close();
  advance(1_000);
  expect(told).toEqual([]);
});
