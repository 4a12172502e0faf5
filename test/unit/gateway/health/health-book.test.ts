import { describe, expect, it } from 'vitest';
import type { Failure, FailureKind } from '../../../../src/main/gateway/attempt';
import { createHealthBook } from '../../../../src/main/gateway/health';
import type { UsableKey } from '../../../../src/main/gateway/types';
import { createMemoryHealthStore, createTestClock, loadOf } from '../../../support/gateway-world';

const place = { provider: 'groq', model: 'm', keyId: 'k1', account: 'a1', isLocal: false };
const one = loadOf(1);
const failure = (kind: FailureKind, retryAfterMs: number | null = null): Failure => ({
  kind,
  httpStatus: 500,
  code: kind,
  retryAfterMs,
  message: null,
  param: null,
});

function createBook() {
  const clock = createTestClock();
  const store = createMemoryHealthStore();
  const key = { provider: 'groq', account: 'a1' } as UsableKey;
  const create = () =>
    createHealthBook({
      clock,
      store,
      isSystemOnline: () => true,
      provider: () => null,
      key: (id) => (id === 'k1' ? key : null),
      onKeyChange: () => {},
      onProviderChange: () => {},
    });
  const book = create();
  const fail = (kind: FailureKind, wait: number | null = null) =>
    book.begin(place, one).fail(failure(kind, wait));
  /** The same book after the program was ended and started again. */
  const restart = () => {
    book.flush();
    return create();
  };
  return { clock, store, book, fail, restart };
}

describe('the health of a key', () => {
  it('goes from healthy over degraded to unhealthy, and back with one success', () => {
    const { book, fail, clock } = createBook();
    expect(book.keyHealth('k1').status).toBe('healthy');
    fail('server_error');
    clock.advance(10);
    expect(book.keyHealth('k1')).toMatchObject({ status: 'degraded', consecutive_failures: 1 });
    expect(book.look(place, one)).toMatchObject({ usable: true, rank: 'degraded' });
    fail('server_error');
    clock.advance(10);
    fail('server_error');
    expect(book.keyHealth('k1')).toMatchObject({ status: 'unhealthy', consecutive_failures: 3 });
    expect(book.look(place, one)).toMatchObject({ usable: false, reason: 'key_unhealthy' });
    clock.advance(60_000);
    book.begin(place, one).succeed(null);
    expect(book.keyHealth('k1')).toMatchObject({
      status: 'healthy',
      consecutive_failures: 0,
      cooling_until: null,
    });
  });

  it('counts failures that were in flight together as one step', () => {
    const { book, clock } = createBook();
    const leases = [
      book.begin(place, one),
      book.begin(place, one),
      book.begin(place, one),
      book.begin(place, one),
    ];
    clock.advance(100);
    for (const lease of leases) lease.fail(failure('server_error'));
    expect(book.keyHealth('k1')).toMatchObject({ status: 'degraded', consecutive_failures: 1 });
  });

  it('lets one single probe through after the wait, and that one decides', () => {
    const { book, clock, fail } = createBook();
    for (let index = 0; index < 3; index += 1) {
      fail('server_error');
      clock.advance(1);
    }
    clock.advance(30_000);
    expect(book.look(place, one).usable).toBe(true);
    const probe = book.begin(place, one);
    expect(book.look(place, one)).toMatchObject({ usable: false, reason: 'key_unhealthy' });
    probe.fail(failure('server_error'));
    expect(book.look(place, one).usable).toBe(false);
    clock.advance(30_000);
    book.begin(place, one).succeed(null);
    expect(book.look(place, one)).toMatchObject({ usable: true, rank: 'healthy' });
  });

  it('is not touched by connection trouble, which is the provider’s', () => {
    const { book, fail, clock } = createBook();
    for (let index = 0; index < 3; index += 1) {
      fail('connection_failed');
      clock.advance(1);
    }
    expect(book.keyHealth('k1').status).toBe('healthy');
    expect(book.look({ ...place, keyId: 'k2', account: 'a2' }, one)).toMatchObject({
      usable: false,
      reason: 'provider_down',
    });
  });

  it('keeps a spent quota to its account and model, until exactly the time it was told', () => {
    const { book, fail, clock } = createBook();
    fail('rate_limited', 5000);
    expect(book.look({ ...place, keyId: 'k2' }, one)).toMatchObject({
      usable: false,
      reason: 'cooling_down',
    });
    expect(book.look({ ...place, account: 'a2', keyId: 'k2' }, one).usable).toBe(true);
    expect(book.look({ ...place, model: 'other' }, one).usable).toBe(true);
    clock.advance(4999);
    expect(book.look(place, one).usable).toBe(false);
    clock.advance(1);
    expect(book.look(place, one).usable).toBe(true);
  });

  it('asks a server of one’s own for a model again soon: it may have been installed meanwhile', () => {
    const { book, clock } = createBook();
    const own = { provider: 'ollama', model: 'm', keyId: null, account: null, isLocal: true };
    book.begin(own, loadOf(1)).fail(failure('model_gone'));
    expect(book.look(own, loadOf(1))).toMatchObject({ usable: false, reason: 'model_gone' });
    clock.advance(30_000);
    expect(book.look(own, loadOf(1)).usable).toBe(true);
  });

  it('leaves a vanished model out for 24 hours', () => {
    const { book, fail, clock } = createBook();
    fail('model_gone');
    clock.advance(24 * 3_600_000 - 1);
    expect(book.look(place, one)).toMatchObject({ usable: false, reason: 'model_gone' });
    clock.advance(1);
    expect(book.look(place, one).usable).toBe(true);
  });

  it.each([
    'connection_failed',
    'server_error',
    'rate_limited',
    'quota_spent',
    'forbidden',
    'model_gone',
  ] as const)('is the same after a restart (%s)', (kind) => {
    const { book, fail, clock, restart } = createBook();
    for (let index = 0; index < 3; index += 1) {
      fail(kind);
      clock.advance(1);
    }
    const after = restart();
    expect(book.look(place, one).usable).toBe(false);
    expect(after.look(place, one)).toEqual(book.look(place, one));
    expect(after.keyHealth('k1')).toEqual(book.keyHealth('k1'));
    if (kind === 'connection_failed') expect(after.providerHealth('groq')).toBe('unhealthy');
  });

  it('is not kept for ever of what is long over: names of models are endless', () => {
    const { book, clock, store, restart } = createBook();
    for (const model of ['x', 'y', 'z']) book.begin({ ...place, model }, one).fail(failure('model_gone'));
    clock.advance(8 * 86_400_000);
    expect(restart().look({ ...place, model: 'x' }, one)).toMatchObject({ usable: true, rank: 'healthy' });
    expect(store.list()).toHaveLength(3);
    clock.advance(86_400_000);
    restart();
    expect(store.list()).toEqual([]);
  });

  it('can be reset by hand', () => {
    const { book, fail } = createBook();
    fail('unauthorized');
    expect(book.keyHealth('k1').status).toBe('unhealthy');
    book.resetKey('k1');
    expect(book.keyHealth('k1')).toMatchObject({ status: 'healthy', cooling_until: null });
    expect(book.look(place, one).usable).toBe(true);
  });
});
