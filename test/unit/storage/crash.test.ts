import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeDatabaseFile, openTestStorage } from './storage-fixtures';

const CHILD = fileURLToPath(new URL('./crash-child.mjs', import.meta.url));

/** Kills the writer in the middle of its work; gives back what it said was written. */
async function writeUntilKilled(
  file: string,
  enough: number,
): Promise<{ started: string[]; finished: string[] }> {
  const child = spawn(process.execPath, ['--no-warnings', CHILD, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (piece: string) => {
    output += piece;
    if (output.split('\n').length > enough) child.kill('SIGKILL');
  });
  const [code, signal] = await once(child, 'close');
  expect([code, signal]).toEqual([null, 'SIGKILL']);
  // The last line may have been cut off.
  const lines = output.slice(0, output.lastIndexOf('\n')).split('\n');
  const idsAfter = (word: string) =>
    lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
  return { started: idsAfter('started'), finished: idsAfter('finished') };
}

it('a killed process loses no finished row, and what it left running is marked interrupted', async () => {
  const file = makeDatabaseFile();
  const { started, finished } = await writeUntilKilled(file, 300);
  expect(finished.length).toBeGreaterThan(100);

  const { requests } = openTestStorage(file);
  expect(finished.filter((id) => requests.get(id)?.status !== 'ok')).toEqual([]);
  const left = started.filter((id) => requests.get(id)?.status === 'running');
  expect(left.length).toBeGreaterThan(30);
  expect(requests.markInterrupted()).toBeGreaterThanOrEqual(left.length);
  expect(left.filter((id) => requests.get(id)?.status !== 'interrupted')).toEqual([]);
  expect(finished.filter((id) => requests.get(id)?.trace === null)).toEqual([]);
});
