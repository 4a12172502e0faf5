import type { AgentToken, CreatedAgentToken } from '../../src/shared/domain/agent-token';
import type { AliasTemper } from '../../src/shared/domain/alias';
import type { World } from '../support/world';
import { type FakeProvider, startFakeProvider } from './fake-provider';

/** USD per million tokens; whole nano-dollars for each token. */
const INPUT_PRICE = 3;
const OUTPUT_PRICE = 15;
const NANO_PER_TOKEN = 1000;

export const messages = [{ role: 'user', content: 'say something' }];

export interface PricedPlace {
  readonly id: string;
  readonly ref: string;
  readonly fake: FakeProvider;
  /** What the fake itself counts as sold. Nano-dollars. */
  sold(): number;
  close(): Promise<void>;
}

export interface PlaceOptions {
  readonly times?: number;
  readonly key?: Readonly<Record<string, unknown>>;
}

let count = 0;

/** A fake provider whose tokens have a price. */
export async function addPricedPlace(world: World, options: PlaceOptions = {}): Promise<PricedPlace> {
  count += 1;
  const id = `priced-${count}`;
  const fake = await startFakeProvider({ models: ['m'] });
  await registerPlace(world, id, fake, options);
  const { times = 1 } = options;
  return {
    id,
    ref: `${id}/m`,
    fake,
    sold: () =>
      fake
        .chats()
        .filter(({ tokensSent }) => tokensSent > 0)
        .reduce(
          (sum, { promptTokens, tokensSent }) =>
            sum + times * NANO_PER_TOKEN * (promptTokens * INPUT_PRICE + tokensSent * OUTPUT_PRICE),
          0,
        ),
    close: fake.close,
  };
}

async function registerPlace(
  { core }: World,
  id: string,
  fake: FakeProvider,
  { times = 1, key = {} }: PlaceOptions,
): Promise<void> {
  const model = {
    id: 'm',
    max_output_tokens: 1000,
    input_usd_per_million: INPUT_PRICE * times,
    output_usd_per_million: OUTPUT_PRICE * times,
  };
  await core.control.call('POST', '/providers', { id, name: id, base_url: fake.url, models: [model] });
  await core.control.call('POST', '/keys', {
    provider_name: id,
    api_key: `${id}-key-0001`,
    share_with_pool: true,
    ...key,
  });
}

/** An alias over them, in this order; gives its id. */
export async function chainPlaces(
  { core }: World,
  places: readonly PricedPlace[],
  temper: Partial<AliasTemper>,
): Promise<string> {
  const alias = `chain/${places.map(({ id }) => id).join('-')}`;
  const slots = places.map(({ id }) => ({ provider: id, model: 'm' }));
  await core.control.call('PUT', `/aliases/${encodeURIComponent(alias)}`, { slots, ...temper });
  return alias;
}

/** The most one request can cost there by the program's own word: nano-dollars. */
export async function askEstimate(world: World, body: Record<string, unknown>): Promise<number> {
  const { token } = await world.addToken({ budget_usd: 0.000_000_001 });
  const response = await world.post({ messages, ...body }, { credential: token });
  const usd = /can cost up to \$(\d+\.\d+)/.exec(await response.text())?.[1];
  return Math.round(Number(usd) * 1e9);
}

export async function readToken({ core }: World, { id }: CreatedAgentToken): Promise<AgentToken> {
  const { data } = await core.control.call<{ data: readonly AgentToken[] }>('GET', '/agent-tokens');
  const found = data.find((token) => token.id === id);
  if (!found) throw new Error('the token is gone');
  return found;
}

/** Nano-dollars. */
export async function readSpent(world: World, token: CreatedAgentToken): Promise<number> {
  const { budget } = await readToken(world, token);
  if (!budget) throw new Error('the token has no budget');
  return Math.round(budget.spent_usd * 1e9);
}
