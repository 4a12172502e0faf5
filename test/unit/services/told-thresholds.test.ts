import { expect, it } from 'vitest';
import { createToldThresholds } from '../../../src/main/services/told-thresholds';
import { openTestStorage } from '../storage/storage-fixtures';

it('what was told is known after a restart, until its window is over', () => {
  const storage = openTestStorage();
  let now = 1_000;
  const open = () => createToldThresholds({ storage, now: () => now });
  const first = open();
  first.set('token t month', 3, 5_000);
  first.set('token t day', 1, 2_000);
  expect(open().get('token t month')).toBe(3);
  expect(open().get('somebody else')).toBeNull();
  now = 3_000;
  open().set('token u month', 1, 5_000);
  expect([open().get('token t day'), open().get('token t month')]).toEqual([null, 3]);
});

it('a setting that cannot be read keeps nobody from starting', () => {
  const storage = openTestStorage();
  storage.settings.set('told_thresholds', '{"a":');
  expect(createToldThresholds({ storage, now: () => 0 }).get('a')).toBeNull();
});
