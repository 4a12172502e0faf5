import { describe, expect, it } from 'vitest';
import { EVERY_REQUEST, readQuery } from '../../../../src/renderer/lib/request-query';
import { joinNewestPage, upsertRows } from '../../../../src/renderer/lib/request-rows';
import { makeRequest } from '../make-request';

const ids = (rows: readonly { readonly id: string }[]) => rows.map((row) => row.id);

describe('upsertRows', () => {
  it('replaces a row that ended instead of showing it twice', () => {
    const running = makeRequest({ id: 'a', second: 1, status: 'running' });
    const rows = upsertRows([running], [{ ...running, status: 'ok' }], EVERY_REQUEST);
    expect(rows.map((row) => row.status)).toEqual(['ok']);
  });

  it('takes the last of two changes of one row in a batch', () => {
    const row = makeRequest({ id: 'a', second: 1 });
    const rows = upsertRows([], [{ ...row, status: 'running' }, row], EVERY_REQUEST);
    expect(rows).toEqual([row]);
  });

  it('puts a late event of an older request where it belongs, not on top', () => {
    const rows = [makeRequest({ id: 'c', second: 30 }), makeRequest({ id: 'a', second: 10 })];
    expect(ids(upsertRows(rows, [makeRequest({ id: 'b', second: 20 })], EVERY_REQUEST))).toEqual([
      'c',
      'b',
      'a',
    ]);
  });

  it('lets a row leave the list when it no longer matches the filter', () => {
    const running = makeRequest({ id: 'a', second: 1, status: 'running' });
    const filter = readQuery('status:running', 0);
    expect(upsertRows([running], [{ ...running, status: 'ok' }], filter)).toEqual([]);
  });
});

describe('joinNewestPage', () => {
  it('keeps older rows that were loaded when the page reaches down to them', () => {
    const held = [makeRequest({ id: 'b', second: 20 }), makeRequest({ id: 'a', second: 10 })];
    const page = [makeRequest({ id: 'c', second: 30 }), makeRequest({ id: 'b', second: 20 })];
    const joined = joinNewestPage(held, page);
    expect(joined.replaced).toBe(false);
    expect(ids(joined.rows)).toEqual(['c', 'b', 'a']);
  });

  it('starts over when there is a hole between the page and what is held', () => {
    const held = [makeRequest({ id: 'a', second: 10 })];
    const page = [makeRequest({ id: 'z', second: 50 }), makeRequest({ id: 'y', second: 40 })];
    const joined = joinNewestPage(held, page);
    expect(joined.replaced).toBe(true);
    expect(ids(joined.rows)).toEqual(['z', 'y']);
  });
});
