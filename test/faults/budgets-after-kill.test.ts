import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import type { RequestSummary } from '../../src/shared/domain/request';
import type { Page } from '../../src/shared/ipc/contract';
import { createControlClient } from '../support/control-client';
import { createWorld } from '../support/create-world';
import { findFreePort } from '../support/free-port';
import type { World } from '../support/world';
import { always, answer } from './behaviours';
import { addPricedPlace, askEstimate, messages, readSpent, readToken } from './budget-world';

const CHILD = fileURLToPath(new URL('./core-child.mjs', import.meta.url));
const ROUNDS = 10;
const CALLERS = 25;

const home = mkdtempSync(path.join(tmpdir(), 'sg-'));
const dataDir = path.join(home, 'data');
let child: ChildProcess | null = null;
afterAll(() => {
  child?.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

/** Resolves with the path of the control socket, once both servers are up. */
async function startChild(port: number): Promise<string> {
  const started = spawn(
    process.execPath,
    ['--no-warnings', '--experimental-transform-types', CHILD, dataDir, String(port)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: path.join(home, 'compiled') },
    },
  );
  child = started;
  const failed = once(started, 'close').then(([code]) => {
    throw new Error(`the core ended with ${code}`);
  });
  failed.catch(() => {
    // Only of interest while it starts.
  });
  const [line] = await Promise.race([once(started.stdout, 'data'), failed]);
  return String(line).trim();
}

async function kill(): Promise<void> {
  const killed = child;
  if (!killed) return;
  killed.kill('SIGKILL');
  await once(killed, 'close');
}

/** Asks without end until the other side is gone; gives the number of whole answers. */
async function askUntilKilled(
  world: World,
  credential: string,
  body: Record<string, unknown>,
): Promise<number> {
  let answers = 0;
  try {
    for (;;) {
      const response = await world.post(body, { credential });
      await response.json();
      if (response.status === 200) answers += 1;
    }
  } catch {
    return answers;
  }
}

async function readRows({ core }: World, token: string): Promise<readonly RequestSummary[]> {
  const rows: RequestSummary[] = [];
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page<RequestSummary> = await core.control.call(
      'GET',
      `/requests?limit=200&token=${token}${after}`,
    );
    rows.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return rows;
}

/** Source: issue 4, 3. */
it('killed ten times in the middle, nothing is forgotten and nothing is booked twice', async () => {
  const port = await findFreePort();
  const socketPath = await startChild(port);
  const gatewayUrl = `http://127.0.0.1:${port}`;
  const control = createControlClient(socketPath);
  const world = await createWorld({ gatewayUrl, port, control, dataDir, close: kill });
  const place = await addPricedPlace(world);
  const body = { model: place.ref, messages, max_tokens: 5 };
  const most = await askEstimate(world, body);
  place.fake.script('*', [always(answer({ headersDelayMs: 20 }))]);
  const budget = most * 2000;
  const token = await world.addToken({ name: 'wild', budget_usd: budget / 1e9 });

  let answers = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const asking = Array.from({ length: CALLERS }, () => askUntilKilled(world, token.token, body));
    await new Promise((resolve) => setTimeout(resolve, 120 + 37 * round));
    await kill();
    for (const count of await Promise.all(asking)) answers += count;
    await startChild(port);
  }

  const rows = await readRows(world, 'wild');
  const ended = rows.filter(({ status }) => status === 'ok');
  const interrupted = rows.filter(({ status }) => status === 'interrupted');
  const calls = place.fake.chats();
  const one = Math.round((ended[0]?.cost_usd ?? 0) * 1e9);
  expect(interrupted.length).toBeGreaterThan(ROUNDS);
  expect(ended.length).toBeGreaterThanOrEqual(answers);
  expect(rows.length).toBeGreaterThanOrEqual(calls.length);
  const spent = await readSpent(world, token);
  expect(rows.length).toBe(ended.length + interrupted.length);
  expect(spent).toBe(ended.length * one + interrupted.length * most);
  expect(spent).toBeGreaterThanOrEqual(place.sold());
  expect(spent).toBeLessThanOrEqual(budget);
  expect((await readToken(world, token)).budget?.reserved_usd).toBe(0);
  await kill();
  await place.close();
}, 60_000);
