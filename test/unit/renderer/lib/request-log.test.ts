import { describe, expect, it } from 'vitest';
import { createRequestLog } from '../../../../src/renderer/lib/request-log';
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
  return { log, ids: () => log.store.getState().rows.map((row) => row.id) };
}

describe('createRequestLog', () => {
  it('shows nothing of a filter that was changed while its answer was under way', async () => {
    const answers = new Map<string | undefined, (answer: ListAnswer) => void>();
    const { log, ids } = openLog((request) => new Promise((resolve) => answers.set(request.q, resolve)));
    const first = log.setFilter({ text: 'old', status: null });
    const second = log.setFilter({ text: 'fake', status: null });
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
      return cursor === undefined ? page(rowsAt(4, 3), 'c1') : page(rowsAt(2, 1));
    });
    await log.refresh();
    await Promise.all([log.loadOlder(), log.loadOlder(), log.loadOlder()]);
    expect(cursors).toEqual([undefined, 'c1']);
    expect(ids()).toEqual(['r4', 'r3', 'r2', 'r1']);
  });

  it('keeps what comes while live is off, and shows it when live is on again', async () => {
    const { log, ids } = openLog(async () => page(rowsAt(1)));
    await log.refresh();
    log.setLive(false);
    log.apply(rowsAt(2));
    log.apply(rowsAt(2, 3));
    expect(ids()).toEqual(['r1']);
    expect(log.store.getState().held.size).toBe(2);
    log.setLive(true);
    expect(ids()).toEqual(['r3', 'r2', 'r1']);
    expect(log.store.getState().held.size).toBe(0);
  });

  it('marks only rows that are new as arrivals, so that a row that ends does not fade in again', async () => {
    const { log } = openLog(async () => page(rowsAt(1)));
    await log.refresh();
    log.apply([...rowsAt(1), ...rowsAt(2)]);
    expect([...log.store.getState().arrivals.keys()]).toEqual(['r2']);
  });

  it('lets the oldest rows go and does not page on from a cursor that no longer joins', async () => {
    const { log, ids } = openLog(async () => page(rowsAt(2, 1), 'older'), 3);
    await log.refresh();
    log.apply(rowsAt(3, 4));
    expect(ids()).toEqual(['r4', 'r3', 'r2']);
    expect(log.store.getState().nextCursor).toBeNull();
    expect(log.store.getState().isTrimmed).toBe(true);
  });

  it('keeps its cursor for older rows when the newest page is read again', async () => {
    const { log } = openLog(async ({ cursor }) =>
      cursor === undefined ? page(rowsAt(4, 3), 'c1') : page(rowsAt(2, 1), 'c2'),
    );
    await log.refresh();
    await log.loadOlder();
    await log.refresh();
    expect(log.store.getState().nextCursor).toBe('c2');
  });
});
