import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestDetail } from '../../src/shared/domain/request';
import type { World } from '../support/create-world';
import { always, answer } from './behaviours';
import { MODES, type Mode, readAnswer, TOKENS } from './sixteen-faults';

/** Source: issue 3, point 12: a provider that is down for 60 s, and used again within 30 s of its return. */
const DOWN_MS = 60_000;
const BACK_WITHIN_MS = 30_000;
const EVERY_MS = 500;
/** Six probes fit into the minute; each is tried once more, as the failure table says. */
const MOST_CALLS = 12;

/** A whole outage in real time, in all modes at once. What went wrong, in words; empty when all is as it should be. */
export async function surviveOutage(world: World): Promise<readonly string[]> {
  const flaws = await Promise.all(MODES.map((mode) => surviveOutageIn(world, mode)));
  return flaws.flatMap((list, index) => list.map((flaw) => `outage, ${MODES[index]}: ${flaw}`));
}

async function surviveOutageIn(world: World, mode: Mode): Promise<readonly string[]> {
  const down = await world.addUpstream();
  const good = await world.addUpstream();
  for (const { fake } of [down, good]) fake.script('*', [always(answer({ tokens: TOKENS }))]);
  const alias = await world.addAlias([down, good], {
    stream_safety: mode === 'complete' ? 'complete' : 'live',
  });
  const flaws: string[] = [];
  const ask = async () => {
    const asked = await askOnce(world, alias, mode);
    if (asked.end !== 'rescued') flaws.push(`a caller saw ${asked.end} (${asked.row.error_code})`);
    return asked.row;
  };

  await down.fake.refuse();
  let calls = 0;
  for (const start = performance.now(); performance.now() - start < DOWN_MS; await sleep(EVERY_MS)) {
    const { trace, provider } = await ask();
    calls += trace?.attempts.filter((attempt) => attempt.provider === down.id).length ?? 0;
    if (provider !== good.id) flaws.push(`served by ${provider}`);
  }
  if (calls < 2) flaws.push('nobody looked whether it was back');
  if (calls > MOST_CALLS) flaws.push(`${calls} calls to a provider that is down`);

  await down.fake.accept();
  const back = performance.now();
  while ((await ask()).provider !== down.id) {
    if (performance.now() - back > BACK_WITHIN_MS) return [...flaws, 'not used again within 30 s'];
    await sleep(EVERY_MS);
  }
  return flaws;
}

async function askOnce(world: World, model: string, mode: Mode) {
  const response = await world.post({
    model,
    messages: [{ role: 'user', content: 'hello' }],
    stream: mode !== 'JSON',
  });
  const { end } = await readAnswer(response, mode);
  const row: RequestDetail = await world.request(response.headers.get('x-request-id') ?? '');
  return { end, row };
}
