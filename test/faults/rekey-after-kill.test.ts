import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { SealBrokenError } from '../../src/main/vault';
import { openKeyStore } from './key-store';

const CHILD = fileURLToPath(new URL('./rekey-child.mjs', import.meta.url));
const KEYS = 300;
const ROUNDS = 30;
/** Longer than one whole pass takes, so that kills fall on its beginning and its end as well. */
const LONGEST_MS = 120;

const home = mkdtempSync(path.join(tmpdir(), 'sg-'));
const dataDir = path.join(home, 'data');
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function encryptUntilKilled(ms: number): Promise<void> {
  const child = spawn(process.execPath, ['--no-warnings', '--experimental-transform-types', CHILD, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(home, 'compiled') },
  });
  const closed = once(child, 'close');
  const failed = closed.then(([code]) => {
    throw new Error(`the child ended with ${code}`);
  });
  failed.catch(() => {
    // Only of interest before it has begun.
  });
  await Promise.race([once(child.stdout, 'data'), failed]);
  await new Promise((resolve) => setTimeout(resolve, ms));
  child.kill('SIGKILL');
  await closed;
}

/** Source: issue 5, 3. */
it('killed in the middle thirty times, encrypting again loses no key and leaves none under an old data key', async () => {
  mkdirSync(dataDir);
  const secrets = new Map(Array.from({ length: KEYS }, (_, at) => [`key_${at}`, `gsk_secret-number-${at}`]));
  const first = await openKeyStore(dataDir);
  first.fill(secrets);
  const before = first.rows();
  first.close();

  let inTheMiddle = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await encryptUntilKilled(Math.random() * LONGEST_MS);
    const again = await openKeyStore(dataDir);
    expect(again.readAll()).toEqual(secrets);
    if (again.isUnderWay()) inTheMiddle += 1;
    again.close();
  }
  // Otherwise nothing was tried.
  expect(inTheMiddle).toBeGreaterThan(ROUNDS / 4);

  const last = await openKeyStore(dataDir);
  await last.encryptAgain();
  expect(last.isUnderWay()).toBe(false);
  expect(last.readAll()).toEqual(secrets);
  for (const { id, sealed } of before) expect(() => last.vault.open(id, sealed)).toThrow(SealBrokenError);
  // The other way round: who has kept the first data key opens nothing of today with it.
  for (const { id, sealed } of last.rows())
    expect(() => first.vault.open(id, sealed)).toThrow(SealBrokenError);
  last.close();
  for (const entry of readdirSync(dataDir, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = readFileSync(path.join(dataDir, entry.name));
    expect(
      before
        .filter(({ sealed }) => content.includes(Buffer.from(sealed)))
        .map(({ id }) => `${entry.name}: ${id}`),
    ).toEqual([]);
  }
}, 120_000);
