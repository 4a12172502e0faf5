import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { type Answer, json, list, openRefreshWorld, shipped } from './refresh-world';

type World = Awaited<ReturnType<typeof openRefreshWorld>>;

const SOON = 4_000;
const MINUTE = 60_000;
const HALF_DAY = 12 * 60 * MINUTE;

/** Lets the planned jobs begin, and waits until they have asked so often and have judged what they heard. */
async function pass(world: World, ms: number, asks: number, jobs = asks): Promise<void> {
  const { asked, judged } = world.state;
  const before = asked.length;
  world.clock.advance(ms);
  await vi.waitFor(() => expect(world.state.judged).toBeGreaterThanOrEqual(judged + jobs), { timeout: 5000 });
  // Nothing tells that something will not be asked; a socket of this machine takes less.
  if (asks === 0) await new Promise((resolve) => setTimeout(resolve, 30));
  await vi.waitFor(() => expect(asked.length).toBe(before + asks));
}

async function startWith(answer: Answer, provider = 'groq'): Promise<World> {
  const world = await openRefreshWorld();
  world.addKey(provider);
  world.state.answers.set(`/${provider}/models`, answer);
  world.refresher.start();
  await pass(world, SOON, 1);
  return world;
}

describe('a key’s own list', () => {
  it('is asked for after the start, with the key, and again every twelve hours', async () => {
    const world = await startWith(json(list(...shipped('groq'), 'brand-new')));
    expect(world.state.asked[0]).toMatchObject({
      path: '/groq/models',
      headers: { authorization: 'Bearer secret-of-groq-1', 'user-agent': 'spidergate/test' },
    });
    expect(world.names('groq')).toContain('brand-new');
    await pass(world, HALF_DAY - MINUTE, 0);
    await pass(world, 2 * MINUTE, 1);
  });

  it('is asked for when a key is added, and not again while nothing changes', async () => {
    const world = await openRefreshWorld();
    world.refresher.start();
    await pass(world, SOON, 0);
    world.addKey('groq');
    world.state.answers.set('/groq/models', json(list(...shipped('groq'))));
    world.refresher.lookAgain();
    world.refresher.lookAgain();
    await pass(world, SOON, 1);
    world.refresher.lookAgain();
    await pass(world, SOON, 0);
  });

  it('is what all accounts see together', async () => {
    const world = await openRefreshWorld();
    world.addKey('groq', 'one');
    world.addKey('groq', 'two');
    const models = shipped('groq');
    world.state.answers.set('/groq/models', (request, response) => {
      const mine = request.headers.authorization === 'Bearer secret-of-one' ? models : ['only-two'];
      json(list(...mine))(request, response);
    });
    world.refresher.start();
    await pass(world, SOON, 2, 1);
    expect(world.names('groq')).toEqual(expect.arrayContaining([...models, 'only-two']));
  });

  it('is not asked for without a key, for a switched-off provider, or while the vault is locked', async () => {
    const world = await openRefreshWorld();
    world.addKey('groq');
    world.addKey('mistral');
    world.addKey('perplexity');
    world.state.off.add('mistral');
    world.state.isLocked = true;
    world.refresher.start();
    await pass(world, SOON, 0);
    world.state.isLocked = false;
    world.refresher.lookAgain();
    await pass(world, SOON, 1);
    expect(world.state.asked.map(({ path }) => path)).toEqual(['/groq/models']);
  });

  it('of a provider without accounts needs the user’s leave', async () => {
    const world = await openRefreshWorld();
    world.state.answers.set('/kilo/models', json(list('free-thing')));
    world.refresher.start();
    await pass(world, SOON, 0);
    world.state.anonymous = true;
    world.refresher.lookAgain();
    await pass(world, SOON, 3);
    expect(world.state.asked.every(({ headers }) => headers.authorization === undefined)).toBe(true);
    expect(world.names('kilo')).toEqual(['free-thing']);
  });

  it('is asked for once when a model has vanished, however many requests notice', async () => {
    const world = await startWith(json(list(...shipped('groq'))));
    for (let times = 0; times < 50; times++) world.catalog.noteGone('groq');
    await pass(world, MINUTE, 0);
    world.state.answers.set('/groq/models', json(list(...shipped('groq').slice(1))));
    await pass(world, 12 * MINUTE, 1);
    expect(world.names('groq')).not.toContain(shipped('groq')[0]);
  });
});

describe('an answer that is none', () => {
  const big = json({ ...list(...shipped('groq')), padding: 'x'.repeat(12 * 1024 * 1024) });
  const html: Answer = (_request, response) => void response.end('<html>Welcome to the hotel</html>');
  const cut: Answer = (request, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"data":[');
    request.socket.destroy();
  };
  const leak = json({ data: [{ id: 'secret-of-groq-1' }, ...list(...shipped('groq')).data] });

  it.each([
    ['an HTML page', html],
    ['12 MB', big],
    ['a cut body', cut],
    ['nothing', json({ data: [] })],
    ['half of it', json(list(...shipped('groq').slice(0, 2), 'x', 'y'))],
    ['an error with 200', json({ error: { message: 'no' } })],
    ['the key itself', leak],
    ['401', (_request, response) => void response.writeHead(401).end('{}')],
    ['500', (_request, response) => void response.writeHead(500).end('{}')],
  ] satisfies [string, Answer][])('changes nothing: %s', async (_name, answer) => {
    const world = await startWith(answer);
    expect(world.learned.current().lists.size).toBe(0);
    expect(world.names('groq')).toEqual(expect.arrayContaining([...shipped('groq')]));
    expect(world.state.failures).toEqual([]);
  });

  it('is told to the log with its reason when it was a list', async () => {
    const world = await startWith(json(list('x', 'y')));
    expect(world.state.refused).toEqual(['groq: lost_half']);
  });

  it('is tried again after longer and longer waits, and a refused key only at the regular time', async () => {
    const world = await startWith((_request, response) => void response.writeHead(503).end());
    await pass(world, MINUTE, 1);
    await pass(world, MINUTE, 0);
    await pass(world, 3 * MINUTE, 1);
    await pass(world, 15 * MINUTE, 0);
    const refused = await startWith((_request, response) => void response.writeHead(401).end());
    await pass(refused, HALF_DAY - MINUTE, 0);
    await pass(refused, 2 * MINUTE, 1);
  });
});

describe('models.dev', () => {
  const models = Object.fromEntries(
    Array.from({ length: 600 }, (_, index) => [`model-${index}`, { limit: { context: 1000 + index } }]),
  );
  const body = { groq: { models } };

  it('is asked only with leave, and told what it said last', async () => {
    const world = await openRefreshWorld();
    world.state.answers.set('/api.json', (request, response) => {
      if (request.headers['if-none-match'] === '"one"') response.writeHead(304).end();
      else json(body, { etag: '"one"' })(request, response);
    });
    world.refresher.start();
    await pass(world, SOON, 0);
    world.state.models_dev = true;
    world.refresher.lookAgain();
    await pass(world, SOON, 1);
    expect(world.catalog.facts('groq', 'model-7')?.contextWindow).toBe(1007);
    await pass(world, HALF_DAY + MINUTE, 1);
    expect(world.state.asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"one"']);
    expect(world.catalog.facts('groq', 'model-7')?.contextWindow).toBe(1007);
    expect(world.state.asked.some(({ headers }) => headers.authorization !== undefined)).toBe(false);
  });

  it('is forgotten when the leave is taken back', async () => {
    const world = await openRefreshWorld();
    world.state.answers.set('/api.json', json(body));
    world.state.models_dev = true;
    world.refresher.start();
    await pass(world, SOON, 1);
    world.state.models_dev = false;
    world.refresher.lookAgain();
    expect(world.catalog.facts('groq', 'model-7')).toBeNull();
  });

  it('is refused when it has shrunk to half', async () => {
    const world = await openRefreshWorld();
    world.state.answers.set('/api.json', json({ groq: { models: { one: {} } } }));
    world.state.models_dev = true;
    world.refresher.start();
    await pass(world, SOON, 1);
    expect(world.state.refused).toEqual(['models.dev: lost_half']);
  });
});

describe('what was learned', () => {
  it('is there after a restart, in a file for its owner only', async () => {
    const world = await startWith(json(list(...shipped('groq'), 'brand-new')));
    await world.close();
    const again = await openRefreshWorld({ dataDir: world.dataDir });
    expect(again.names('groq')).toContain('brand-new');
    if (process.platform !== 'win32') expect(statSync(world.file).mode & 0o777).toBe(0o600);
    expect(readFileSync(world.file, 'utf8')).not.toContain('secret-of');
  });

  it('is nothing when the file is damaged', async () => {
    const world = await startWith(json(list(...shipped('groq'), 'brand-new')));
    await world.close();
    for (const damage of ['', '{"version":1,"lists":{"groq":', '{"version":9}', '[]']) {
      writeFileSync(world.file, damage);
      const again = await openRefreshWorld({ dataDir: world.dataDir });
      expect(again.names('groq')).toEqual((await openRefreshWorld()).names('groq'));
    }
  });

  it('leaves nothing running behind', async () => {
    const world = await openRefreshWorld();
    world.addKey('groq');
    world.state.answers.set('/groq/models', () => {});
    world.refresher.start();
    await pass(world, SOON, 1, 0);
    await world.close();
    await pass(world, 2 * HALF_DAY, 0);
    expect(world.state.failures).toEqual([]);
  });
});
