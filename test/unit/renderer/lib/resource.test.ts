import { describe, expect, it } from 'vitest';
import { createResource } from '../../../../src/renderer/lib/resource';
import type { IpcResult } from '../../../../src/shared/ipc/contract';

/** A read that answers when the test says so. */
function createSlowRead() {
  const waiting: ((result: IpcResult<string>) => void)[] = [];
  return {
    read: () => new Promise<IpcResult<string>>((resolve) => waiting.push(resolve)),
    calls: () => waiting.length,
    async answer(index: number, value: string) {
      waiting[index]?.({ ok: true, value });
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}

describe('createResource', () => {
  it('reads again when it changed during a read, so that the change is not lost', async () => {
    const slow = createSlowRead();
    const resource = createResource(slow.read);
    const first = resource.refresh();
    const second = resource.refresh();
    await slow.answer(0, 'before the change');
    expect(resource.store.getState().value).toBeNull();
    await slow.answer(1, 'after the change');
    await Promise.all([first, second]);
    expect(resource.store.getState().value).toBe('after the change');
    expect(slow.calls()).toBe(2);
  });

  it('does not let a slow read overwrite what an event brought meanwhile', async () => {
    const slow = createSlowRead();
    const resource = createResource(slow.read);
    const reading = resource.refresh();
    resource.put('paused');
    await slow.answer(0, 'running');
    expect(resource.store.getState().value).toBe('paused');
    await slow.answer(1, 'paused');
    await reading;
    expect(resource.store.getState().value).toBe('paused');
  });

  it('keeps the last value on the screen when it cannot be read again', async () => {
    let isBroken = false;
    const resource = createResource<string>(async () => {
      if (isBroken) throw new Error('the channel is gone');
      return { ok: true, value: 'keys' };
    });
    await resource.refresh();
    isBroken = true;
    await resource.refresh();
    const { value, error } = resource.store.getState();
    expect(value).toBe('keys');
    expect(error?.code).toBe('no_answer');
  });
});
