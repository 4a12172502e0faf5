import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openLogThread } from '../../../src/main/storage/log-reader';

const directory = mkdtempSync(path.join(tmpdir(), 'sg-log-'));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const answers = {
  list: () => ({ data: [], next_cursor: 'inline' }),
  get: () => null,
} as unknown as Parameters<typeof openLogThread>[0]['answers'];
const location = { file: 'unused', nativeBinding: null };

function writeWorker(text: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'sg-worker-')), 'worker.mjs');
  writeFileSync(file, `import { parentPort } from 'node:worker_threads';\n${text}`);
  return file;
}

describe("the log's thread", () => {
  it('is this one where there is no other', async () => {
    const thread = openLogThread({ workerFile: null, location, answers });
    expect(await thread.ask('list', { limit: 1 })).toEqual({ data: [], next_cursor: 'inline' });
    expect([thread.isUp(), thread.catchUp()]).toEqual([false, false]);
  });

  it('gives each asker its own answer, whatever the order they come in', async () => {
    const workerFile = writeWorker(`
      const held = [];
      parentPort.on('message', (message) => {
        if (message === 'close') return parentPort.close();
        held.push(message);
        if (held.length < 2) return;
        for (const { id, ask } of held.reverse()) parentPort.postMessage({ id, ok: true, value: ask });
      });`);
    const thread = openLogThread({ workerFile, location, answers });
    const [first, second] = await Promise.all([thread.ask('get', 'a'), thread.ask('get', 'b')]);
    expect([first, second] as unknown).toEqual(['a', 'b']);
    await thread.close();
  });

  it('is this one again after it has died', async () => {
    const workerFile = writeWorker(`parentPort.on('message', () => { throw new Error('boom'); });`);
    const thread = openLogThread({ workerFile, location, answers });
    await expect(thread.ask('get', 'a')).rejects.toThrow('ended');
    expect(await thread.ask('get', 'b')).toBeNull();
    expect([thread.isUp(), thread.catchUp()]).toEqual([false, false]);
    await thread.close();
  });
});
