import { expect, test } from 'vitest';
import { createClosers } from '../../../src/main/closers';

test('what was opened last is closed first, and one that fails holds up none of the others', async () => {
  const closed: string[] = [];
  const failed: string[] = [];
  const closers = createClosers((name) => failed.push(name));
  closers.add('storage', () => {
    closed.push('storage');
  });
  closers.add('transport', () => Promise.reject(new Error('stuck')));
  closers.add('server', async () => {
    await Promise.resolve();
    closed.push('server');
  });
  await closers.closeAll();
  await closers.closeAll();
  expect(closed).toEqual(['server', 'storage']);
  expect(failed).toEqual(['transport']);
});
