import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRequestLog } from '../../../../src/renderer/lib/request-log';
import { readQuery } from '../../../../src/renderer/lib/request-query';
import type { RequestSummary } from '../../../../src/shared/domain/request';
import type { IpcRequest, IpcResult, Page } from '../../../../src/shared/ipc/contract';
import { makeRequest } from '../make-request';

type ListRequest = IpcRequest<'requests:list'>;
type ListAnswer = IpcResult<Page<RequestSummary>>;

const page = (rows: readonly RequestSummary[], next: string | null = null): ListAnswer => ({
  ok: true,
  value: { data: rows, next_cursor: next },
});
const rowsAt = (...seconds: number[]) => seconds.map((second) => makeRequest({ id: `r${second}`, second }));

function openLog(list: (request: ListRequest) => Promise<ListAnswer>, maxRows = 100) {
  const log = createRequestLog({ list, now: () => 0, pageSize: 2, maxRows });
  return {
    log,
    state: () => log.store.getState(),
    ids: () => log.store.getState().rows.map((row) => row.id),
  };
}

/** A log as main keeps it: newest first, read by pages in both directions. */
function createStoredLog(count: number) {
  const limit = 2;
  let rows: readonly RequestSummary[] = rowsAt(...Array.from({ length: count }, (_, index) => count - index));
  let next = count;
  return {
    all: () => rows.map(({ id }) => id),
    add(): RequestSummary {
      next += 1;
      const row = makeRequest({ id: `r${next}`, second: next });
      rows = [row, ...rows];
      return row;
    },
    async list({ cursor, newer_than: newer }: ListRequest): Promise<ListAnswer> {
      const at = rows.findIndex(({ id }) => id === (newer ?? cursor));
      if (newer !== undefined) {
        const data = rows.slice(Math.max(0, at - limit), at);
        return page(data, at > limit ? (data[0]?.id ?? null) : null);
      }
      const data = rows.slice(at + 1, at + 1 + limit);
      return page(data, at + 1 + limit < rows.length ? (data.at(-1)?.id ?? null) : null);
    },
  };
}

describe('createRequestLog', () => {
  it('shows nothing of a filter that was changed while its answer was under way', async () => {
    const answers = new Map<string | undefined, (answer: ListAnswer) => void>();
    const { log, ids } = openLog((request) => new Promise((resolve) => answers.set(request.q, resolve)));
    const first = log.setFilter(readQuery('old', 0));
    const second = log.setFilter(readQuery('fake', 0));
    answers.get('fake')?.(page(rowsAt(2)));
    await second;
    answers.get('old')?.(page(rowsAt(1)));
    await first;
    expect(ids()).toEqual(['r2']);
  });

  it('loads older rows once, however often the end of the list is reached meanwhile', async () => {
    const cursors: (string | undefined)[] = [];
    const { log, ids } = openLog(async ({ cursor }) => {
      cursors.push(cursor);
      return cursor === undefined ? page(rowsAt(4, 3), 'r3') : page(rowsAt(2, 1));
    });
    await log.refresh();
    await Promise.all([log.loadOlder(), log.loadOlder(), log.loadOlder()]);
    expect(cursors).toEqual([undefined, 'r3']);
    expect(ids()).toEqual(['r4', 'r3', 'r2', 'r1']);
  });

  it('counts what comes while live is off, each once, and shows it when live is on again', async () => {
    const stored = createStoredLog(1);
    const { log, ids, state } = openLog(stored.list);
    await log.refresh();
    log.setLive(false);
    const row = stored.add();
    log.apply([{ ...row, status: 'running' }]);
    log.apply([row, stored.add()]);
    expect(ids()).toEqual(['r1']);
    expect(state().held).toBe(2);
    log.setLive(true);
    await Promise.resolve();
    await log.refresh();
    expect(state().held).toBe(0);
    expect(ids()).toContain('r3');
  });

  it('still tells how a row that is shown has ended while live is off', async () => {
    const [running = makeRequest({ id: 'never', second: 0 })] = rowsAt(1);
    const { log, state } = openLog(async () => page([{ ...running, status: 'running' }]));
    await log.refresh();
    log.setLive(false);
    log.apply([running]);
    expect(state().rows.map(({ status }) => status)).toEqual(['ok']);
    expect(state().held).toBe(0);
  });

  it('marks only rows that are new as arrivals, so that a row that ends does not fade in again', async () => {
    const { log, state } = openLog(async () => page(rowsAt(1)));
    await log.refresh();
    log.apply([...rowsAt(1), ...rowsAt(2)]);
    expect([...state().arrivals.keys()]).toEqual(['r2']);
  });

  it('puts nothing in above somebody who reads further down', async () => {
    const stored = createStoredLog(6);
    const { log, ids, state } = openLog(stored.list);
    await log.refresh();
    log.setFollowing(false);
    log.apply([stored.add()]);
    expect(ids()).toEqual(['r6', 'r5']);
    expect(state()).toMatchObject({ held: 1, hasNewer: true });
    await log.loadNewer();
    expect(ids()).toEqual(['r7', 'r6', 'r5']);
    expect(state()).toMatchObject({ held: 0, hasNewer: false });
  });

  it('keeps a row that the log found by what was recorded in it', async () => {
    const { log, ids } = openLog(async () => page(rowsAt(1)));
    await log.setFilter(readQuery('rhinoceros', 0));
    expect(ids()).toEqual(['r1']);
  });

  it('never holds more than it may, and never has a hole, wherever somebody scrolls and whatever comes', async () => {
    const step = fc.constantFrom('older', 'newer', 'newest', 'arrive', 'follow', 'leave', 'pause', 'resume');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const stored = createStoredLog(20);
        const { log, ids, state } = openLog(stored.list, 6);
        await log.refresh();
        for (const name of steps) {
          if (name === 'older') await log.loadOlder();
          else if (name === 'newer') await log.loadNewer();
          else if (name === 'newest') await log.toNewest();
          else if (name === 'arrive') log.apply([stored.add()]);
          else if (name === 'follow' || name === 'leave') log.setFollowing(name === 'follow');
          else log.setLive(name === 'resume');
          await new Promise((resolve) => setTimeout(resolve, 0));
          const all = stored.all();
          const from = all.indexOf(ids()[0] ?? '');
          expect(ids()).toEqual(all.slice(from, from + ids().length));
          expect(ids().length).toBeLessThanOrEqual(6);
          expect(state().hasNewer || from === 0).toBe(true);
          expect(state().hasOlder || from + ids().length === all.length).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
