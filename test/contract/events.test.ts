import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestSummary } from '../../src/shared/domain/request';
import type { Page } from '../../src/shared/ipc/contract';
import { answer, failWith } from '../faults/behaviours';
import type { ControlEvent } from '../support/control-client';
import { openWorld, type World } from '../support/world';

const messages = [{ role: 'user' as const, content: 'hello' }];

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('GET /events', () => {
  it('tells of a request when it starts and when it ends, of a switch and of a pause', async () => {
    // Who is over within some milliseconds is told of once.
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [answer({ headersDelayMs: 100 })]);
    const alias = await world.addAlias([upstream]);
    const events: ControlEvent[] = [];
    const seen = new Set<() => void>();
    const listening = await world.core.control.listen((event) => {
      events.push(event);
      for (const look of seen) look();
    });
    const until = (test: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (test()) resolve();
        };
        seen.add(look);
        look();
      });
    await world.post({ model: alias, messages });
    await until(() => JSON.stringify(events).includes('"status":"ok"'));
    await world.core.control.call('PATCH', `/providers/${upstream.id}`, { enabled: false });
    await until(() => events.some(({ type }) => type === 'provider'));
    await world.core.control.call('POST', '/pause');
    await until(() => JSON.stringify(events).includes('"state":"paused"'));
    await world.core.control.call('POST', '/resume');
    listening.stop();
    expect(events.filter(({ type }) => type === 'request').length).toBeGreaterThanOrEqual(2);
    expect(events.some(({ type }) => type === 'changed')).toBe(false);
  });
});

describe('GET /requests', () => {
  it('gives newest first, page by page, without a gap or a double', async () => {
    const upstream = await world.addUpstream();
    const alias = await world.addAlias([upstream]);
    for (let count = 0; count < 5; count++) await world.post({ model: alias, messages });
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const query: string = `/requests?limit=2&alias=${encodeURIComponent(alias)}${after}`;
      const page: Page<RequestSummary> = await world.core.control.call('GET', query);
      ids.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
    const all = await world.core.control.call<Page<RequestSummary>>(
      'GET',
      `/requests?alias=${encodeURIComponent(alias)}`,
    );
    expect(all.data.map(({ id }) => id)).toEqual(ids);
    expect(
      [...all.data].sort((a, b) => b.started_at.localeCompare(a.started_at)).map(({ id }) => id),
    ).toEqual(ids);
  });

  it('filters by what the log holds', async () => {
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [failWith(404), answer()]);
    const alias = await world.addAlias([upstream]);
    const other = await world.addAlias([await world.addUpstream()]);
    for (const model of [alias, other]) await world.post({ model, messages });
    const find = async (query: string) =>
      (await world.core.control.call<Page<RequestSummary>>('GET', `/requests?${query}`)).data;
    expect(await find(`alias=${encodeURIComponent(alias)}&status=error`)).toMatchObject([
      { requested: alias },
    ]);
    expect(await find(`alias=${encodeURIComponent(alias)}&status=ok`)).toEqual([]);
    expect((await find('token=world')).length).toBeGreaterThan(0);
    expect(await find('token=nobody')).toEqual([]);
    expect(await find('to=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await find('min_latency_ms=600000')).toEqual([]);
    expect(await find(`q=${upstream.id}&alias=${encodeURIComponent(other)}`)).toEqual([]);
  });
});
