import { describe, expect, it } from 'vitest';
import type { ModelPrice } from '../../../../src/main/gateway/types';
import {
  addProvider,
  answer,
  completion,
  createGatewayWorld,
  makeAlias,
  makeCall,
  readFrames,
  toBytes,
} from '../../../support/gateway-world';
import { usdPerMillion } from './cost-fixtures';

const price = { inputPerMillion: usdPerMillion(1), outputPerMillion: usdPerMillion(10) };
const dear = { inputPerMillion: usdPerMillion(3), outputPerMillion: usdPerMillion(30) };

function worldWith(prices: Readonly<Record<string, ModelPrice | null>>, usage: object | null = {}) {
  const ids = Object.keys(prices);
  const world = createGatewayWorld({ aliases: [makeAlias('my/review', ...ids.map((id) => `${id}/m`))] });
  for (const id of ids) {
    const { usage: counted, ...rest } = completion('x'.repeat(40));
    addProvider(world, id, () =>
      answer(usage === null ? rest : { ...rest, usage: { ...counted, ...usage } }),
    );
    world.state.facts.push({
      provider: id,
      model: 'm',
      contextWindow: null,
      maxOutputTokens: null,
      maxInputTokens: null,
      capabilities: null,
      price: prices[id] ?? null,
      tier: null,
    });
  }
  return world;
}

async function ask(world: ReturnType<typeof worldWith>, body: object = {}) {
  const call = makeCall({ model: 'my/review', ...body }, { includeRouteTrace: true });
  const reply = await world.gateway.call(call);
  return { reply, row: () => world.state.rows.get(call.requestId)?.end };
}

describe('the cost in an answer', () => {
  it.each([
    ['catalog', {}, price, 53_000],
    ['upstream', { cost: 0.5 }, price, 500_000_000],
    ['estimated', null, price, 106_000],
    ['unknown', {}, null, null],
    ['free', {}, { inputPerMillion: 0, outputPerMillion: 0 }, 0],
  ])('is marked %s in the metadata, the trace and the row alike', async (source, usage, known, cost) => {
    const { reply, row } = await ask(worldWith({ one: known }, usage));
    const usd = cost === null ? null : cost / 1e9;
    expect(reply).toMatchObject({
      body: {
        spidergate_metadata: { cost_usd: usd, cost_source: source },
        route_trace: { attempts: [{ outcome: 'ok', cost_usd: usd, cost_source: source }] },
      },
    });
    expect(row()).toMatchObject({ cost, costSource: source });
  });

  it('comes with what the dearest slot would have cost more', async () => {
    const { row } = await ask(worldWith({ one: price, two: dear }));
    expect(row()).toMatchObject({ cost: 53_000, savedNanoUsd: 106_000, booked: 53_000 });
  });

  it('of vectors is the upstream’s own word, too', async () => {
    const world = worldWith({ one: price });
    const usage = { prompt_tokens: 4, total_tokens: 4, cost: 0.25 };
    world.state.responders.set('one.test', () => answer({ data: [{ embedding: [1] }], usage }));
    const call = makeCall({ model: 'one/m', input: 'hello' }, { dialect: 'openai-embeddings' });
    await world.gateway.call(call);
    expect(world.state.rows.get(call.requestId)?.end).toMatchObject({
      cost: 250_000_000,
      costSource: 'upstream',
      usage: { input: 4, output: 0, estimated: false },
    });
  });

  it('is the last of a growing count of a stream', async () => {
    const world = worldWith({ one: price });
    const frame = (body: object) => `data: ${JSON.stringify({ choices: [], ...body })}\n\n`;
    const delta = { choices: [{ index: 0, delta: { content: 'hi' }, finish_reason: 'stop' }] };
    world.state.responders.set('one.test', () => ({
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: toBytes(
        frame({ ...delta, usage: { prompt_tokens: 3, completion_tokens: 1 } }),
        frame({ usage: { prompt_tokens: 3, completion_tokens: 5 } }),
        'data: [DONE]\n\n',
      ),
    }));
    const { reply, row } = await ask(world, { stream: true });
    expect(await readFrames(reply)).toContain('"cost_source":"catalog"');
    expect(row()).toMatchObject({ cost: 53_000, costSource: 'catalog' });
  });
});

describe('the most a request may cost', () => {
  it('passes over what is dearer, and an unknown price of a provider that has dear ones', async () => {
    const world = worldWith({ two: dear, unknown: null, one: price });
    const [facts] = world.state.facts;
    if (facts) world.state.facts.push({ ...facts, provider: 'unknown', model: 'other', price: dear });
    const { reply } = await ask(world, { max_tokens: 200, spidergate_options: { max_cost_usd: 0.003 } });
    expect(reply).toMatchObject({
      status: 200,
      body: {
        spidergate_metadata: { provider: 'one' },
        route_trace: {
          skipped: [
            { provider: 'two', reason: 'too_expensive' },
            { provider: 'unknown', reason: 'too_expensive' },
          ],
        },
      },
    });
  });

  it('passes over a provider of which no price is known at all, and says so where nothing else is left', async () => {
    const world = worldWith({ unknown: null });
    const { reply } = await ask(world, { max_tokens: 200, spidergate_options: { max_cost_usd: 0.003 } });
    expect(reply).toMatchObject({ status: 422, body: { error: { code: 'no_qualifying_model' } } });
    expect(JSON.stringify(reply)).toContain('price_unknown');
    expect(world.state.sent).toEqual([]);
  });

  it('holds for the largest answer when the caller names no limit, and calls nobody', async () => {
    const world = worldWith({ one: price });
    const { reply } = await ask(world, { spidergate_options: { max_cost_usd: 0.1 } });
    expect(reply).toMatchObject({ status: 422, body: { error: { code: 'no_qualifying_model' } } });
    expect(world.state.sent).toEqual([]);
  });
});
