import { describe, expect, it } from 'vitest';
import { createCostBook } from '../../../../src/main/gateway/cost';
import { openaiChat } from '../../../../src/main/gateway/dialects/openai-chat';
import { createAffinityBook, explainEmptyPlan, planRoute } from '../../../../src/main/gateway/task-router';
import { addKey, addProvider, answer, createGatewayWorld, makeAlias } from '../../../support/gateway-world';

type World = ReturnType<typeof createGatewayWorld>;

/** `google`, `mistral` and `nvidia` carry labels, as they ship; `own` is a provider of the user. */
function openWorld(...slots: readonly string[]): World {
  const world = createGatewayWorld({ aliases: [makeAlias('my/chain', ...slots)] });
  addProvider(world, 'own', () => answer({}));
  for (const id of ['google', 'mistral', 'nvidia']) addKey(world, id);
  world.state.settings = { ...world.state.settings, private_prompts_only: true };
  return world;
}

function ask(world: World, body: object) {
  const request = openaiChat.parse({ messages: [{ role: 'user', content: 'hello' }], ...body }, {});
  const affinity = createAffinityBook(world.clock.monotonic);
  const view = { ...world.ports, costs: createCostBook(world.ports), affinity };
  const plan = planRoute({ request, identity: world.state.identity }, view);
  return {
    plan,
    places: plan.candidates.map(({ provider, model }) => `${provider.id}/${model}`),
    reasons: Object.fromEntries(plan.skipped.map(({ provider, reason }) => [provider, reason])),
    explain: () => explainEmptyPlan(plan, view, world.clock.now()),
  };
}

describe('private prompts only', () => {
  it('leaves out every provider with a label, and says so', () => {
    const { places, reasons, plan } = ask(openWorld('google/g', 'nvidia/n', 'own/m'), { model: 'my/chain' });
    expect(places).toEqual(['own/m']);
    expect(reasons).toEqual({ google: 'private_prompts_only', nvidia: 'private_prompts_only' });
    // Otherwise every request would count as one that was answered by a fallback.
    expect(plan.firstChoice).toBe('own/m');
  });

  it('also holds for a pinned model, for fallbacks a request names, and for providers without an account', () => {
    const world = openWorld('own/m');
    world.state.settings = { ...world.state.settings, anonymous_providers: true };
    expect(ask(world, { model: 'google/gemini-3-pro' }).places).toEqual([]);
    const named = ask(world, { model: 'my/chain', fallback_models: ['mistral/mistral-large-latest'] });
    expect(named.places).toEqual(['own/m']);
    const { places } = ask(world, { model: 'spideriq/chat' });
    expect(places).toContain('ovh/gpt-oss-120b');
    expect(places.filter((place) => /^(?:kilo|llm7|google|mistral|nvidia)\//.test(place))).toEqual([]);
  });

  it('is off unless somebody switches it on', () => {
    const world = openWorld('google/g', 'own/m');
    world.state.settings = { ...world.state.settings, private_prompts_only: false };
    expect(ask(world, { model: 'my/chain' }).places).toEqual(['google/g', 'own/m']);
  });

  it('refuses with the switch as the reason, and without the demo, when nothing else is left', () => {
    const world = openWorld('google/g', 'nvidia/n');
    const error = ask(world, { model: 'my/chain' }).explain();
    expect(error.code).toBe('no_qualifying_model');
    expect(error.message).toMatch(/"Private prompts only" is on.*Google.*NVIDIA/);
    expect(ask(world, { model: 'spideriq/chat' }).places).not.toContain('spidergate/demo');
  });

  it('speaks of the missing key where there is none: the switch would not help', () => {
    const { reasons } = ask(openWorld('cohere/command-a'), { model: 'my/chain' });
    expect(reasons).toEqual({ cohere: 'no_key' });
  });
});
