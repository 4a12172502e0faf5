import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openLogReader } from '../../../src/main/storage/log-reader';
import type { RequestDetail } from '../../../src/shared/domain/request';

const directory = mkdtempSync(path.join(tmpdir(), 'sg-log-'));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const inline = {
  list: () => ({ data: [], next_cursor: 'inline' }),
  get: () => null,
};
const location = { file: 'unused', nativeBinding: null };

function writeWorker(text: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'sg-worker-')), 'worker.mjs');
  writeFileSync(file, `import { parentPort } from 'node:worker_threads';\n${text}`);
  return file;
}

describe('the log reader', () => {
  it('reads on this thread where there is no worker', async () => {
    const reader = openLogReader({ workerFile: null, location, requests: inline, onWorker: () => {} });
    expect(await reader.list({ limit: 1 })).toEqual({ data: [], next_cursor: 'inline' });
  });

  it('gives each asker its own answer, whatever the order they come in', async () => {
    const workerFile = writeWorker(`
      const held = [];
      parentPort.on('message', (message) => {
        if (message === 'close') return parentPort.close();
        held.push(message);
        if (held.length < 2) return;
        for (const { id, question } of held.reverse()) parentPort.postMessage({ id, ok: true, value: question.id });
      });`);
    const reader = openLogReader({ workerFile, location, requests: inline, onWorker: () => {} });
    const [first, second] = await Promise.all([reader.get('a'), reader.get('b')]);
    expect([first, second] as unknown).toEqual(['a', 'b']);
    await reader.close();
  });

  it('reads on this thread after the worker has died, and says that checkpoints are its own again', async () => {
    const told: boolean[] = [];
    const workerFile = writeWorker(`parentPort.on('message', () => { throw new Error('boom'); });`);
    const reader = openLogReader({
      workerFile,
      location,
      requests: { ...inline, get: (id) => ({ id }) as RequestDetail },
      onWorker: (isRunning) => told.push(isRunning),
    });
    await expect(reader.get('a')).rejects.toThrow('ended');
    expect(await reader.get('b')).toEqual({ id: 'b' });
    expect(told).toEqual([true, false]);
    await reader.close();
  });
});
