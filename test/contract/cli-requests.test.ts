import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestDetail, RequestSummary } from '../../src/shared/domain/request';
import type { UsageReport } from '../../src/shared/domain/usage';
import type { Page } from '../../src/shared/ipc/contract';
import { failWith } from '../faults/behaviours';
import { runCli, spawnCli } from '../support/run-cli';
import { type FakeUpstream, openWorld, type World } from '../support/world';

const messages = [{ role: 'user' as const, content: 'hello' }];

let world: World;
let good: FakeUpstream;
let broken: FakeUpstream;
let alias: string;
beforeAll(async () => {
  world = await openWorld();
  good = await world.addUpstream();
  broken = await world.addUpstream();
  alias = await world.addAlias([good]);
  await runCli(['--version']);
}, 60_000);
afterAll(() => world.close());

const at = () => ['--data-dir', world.core.dataDir];
const cli = (...args: readonly string[]) => runCli([...args, ...at()]);

async function ask(model: string): Promise<string> {
  const answer = await world.post({ model, messages });
  await answer.text();
  const id = answer.headers.get('x-request-id') ?? '';
  await world.request(id);
  return id;
}

describe('the request log', () => {
  it('lists with the filters of the Control API, and shows one with its trace', async () => {
    const id = await ask(alias);
    const listed = await cli(
      'requests',
      'list',
      '--alias',
      alias,
      '--from',
      '1h',
      '--status',
      'ok',
      '--json',
    );
    const page: Page<RequestSummary> = JSON.parse(listed.stdout);
    expect(page.data.map((request) => request.id)).toContain(id);
    expect((await cli('requests', '--alias', 'nobody/asked')).stdout).toBe('No requests.\n');
    const shown = await cli('requests', 'show', id);
    expect(shown.stdout).toContain('OUTCOME');
    expect(shown.stdout).toContain(good.model);
    const detail: RequestDetail = JSON.parse((await cli('requests', 'show', id, '--json')).stdout);
    expect(detail.trace?.attempts).toHaveLength(1);
  });

  it('says where to go on when there are more, on standard error', async () => {
    await ask(alias);
    await ask(alias);
    const answer = await cli('requests', 'list', '--limit', '1');
    expect(answer.stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(answer.stderr).toContain('--cursor');
  });

  it('never lets a name from outside move the cursor of a terminal', async () => {
    const nasty = '\u001b[2J\u009b31mmodel';
    await world.post({ model: nasty, messages });
    const [human, machine] = await Promise.all([cli('requests'), cli('requests', '--json')]);
    for (const { stdout } of [human, machine]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
    const page: Page<RequestSummary> = JSON.parse(machine.stdout);
    expect(page.data.some(({ requested }) => requested === nasty)).toBe(true);
  });

  it('exports as CSV and as JSON lines', async () => {
    const id = await ask(alias);
    const csv = await cli('requests', 'export', '--alias', alias);
    expect(csv).toMatchObject({ code: 0, stderr: '' });
    expect(csv.stdout).toContain(id);
    const rows = await cli('requests', 'export', '--alias', alias, '--json');
    const parsed = rows.stdout
      .trimEnd()
      .split('\n')
      .map((line): { id: string } => JSON.parse(line));
    expect(parsed.some((row) => row.id === id)).toBe(true);
  });
});

describe('requests --follow', () => {
  it('prints each request as it ends, one JSON document a line, and ends with 130 at Ctrl-C', async () => {
    broken.fake.script('*', [failWith(500)]);
    const child = spawnCli(['requests', '--follow', '--json', '--alias', alias, ...at()]);
    const rows = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    // Whoever comes later than a request does not see it.
    const asking = setInterval(() => void ask(alias), 200);
    const first = await rows.next();
    clearInterval(asking);
    const request: RequestSummary = JSON.parse(String(first.value));
    expect(request).toMatchObject({ alias, status: 'ok', provider: good.id });
    await ask(broken.ref);
    child.kill('SIGINT');
    const [code]: (number | null)[] = await once(child, 'exit');
    expect(code).toBe(130);
    for (let row = await rows.next(); !row.done; row = await rows.next()) {
      const other: RequestSummary = JSON.parse(row.value);
      expect(other.alias).toBe(alias);
      expect(other.status).not.toBe('running');
    }
  });

  it('takes the id of a token and of a key, and every filter of the list', async () => {
    const { token, id } = await world.addToken({ name: 'followed' });
    const [key] = good.keys;
    const filters = ['--token', id, '--key', key?.id ?? '', '--model', good.model, '--fallback', 'no'];
    const child = spawnCli(['requests', '--follow', '--json', ...filters, ...at()]);
    const rows = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const asking = setInterval(() => {
      void ask(good.ref);
      void world.post({ model: good.ref, messages }, { credential: token });
    }, 200);
    for (let count = 0; count < 3; count += 1) {
      const { value } = await rows.next();
      expect(JSON.parse(String(value))).toMatchObject({ token: 'followed', model: good.model });
    }
    clearInterval(asking);
    child.kill('SIGINT');
    await once(child, 'exit');
    const refused = await cli('requests', '--follow', '--recorded', 'yes');
    expect(refused.code).toBe(2);
  });

  it('says so and ends with 3 when the app ends', async () => {
    const other = await openWorld();
    const child = spawnCli(['requests', '--follow', '--data-dir', other.core.dataDir]);
    let stderr = '';
    child.stderr.on('data', (piece) => {
      stderr += String(piece);
    });
    const exit = once(child, 'exit');
    // The titles come once it listens.
    await once(child.stdout, 'data');
    await other.close();
    const [code]: (number | null)[] = await exit;
    expect(code).toBe(3);
    expect(stderr).toContain('has ended');
  });

  it('ends quietly when its reader leaves, as head does', async () => {
    const child = spawnCli(['requests', '--follow', ...at()]);
    let stderr = '';
    child.stderr.on('data', (piece) => {
      stderr += String(piece);
    });
    const exit = once(child, 'exit');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const asking = setInterval(() => void ask(alias), 100);
    const [code]: (number | null)[] = await exit;
    clearInterval(asking);
    expect(code).toBe(0);
    expect(stderr).toBe('');
  });
});

describe('usage', () => {
  it('sums up by what is asked for', async () => {
    await ask(alias);
    const answer = await cli('usage', '--by', 'alias', '--from', '1h', '--json');
    expect(answer.stderr).toBe('');
    const report: UsageReport = JSON.parse(answer.stdout);
    expect(report.group_by).toBe('alias');
    expect(report.data.some(({ group }) => group?.name === alias || group?.id === alias)).toBe(true);
    const table = await cli('usage', '--by', 'alias', '--bucket', 'hour', '--from', '1h');
    expect(table.stdout).toContain(alias);
    expect(table.stdout).toMatch(/^total /m);
  });
});
