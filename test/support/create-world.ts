import OpenAI from 'openai';
import type { CreatedAgentToken } from '../../src/shared/domain/agent-token';
import type { AliasTemper } from '../../src/shared/domain/alias';
import type { ProviderKey } from '../../src/shared/domain/key';
import type { RequestDetail } from '../../src/shared/domain/request';
import type { RouteTrace } from '../../src/shared/domain/route-trace';
import type { CreatedWorkspace } from '../../src/shared/domain/workspace';
import { type FakeProvider, type FakeProviderOptions, startFakeProvider } from '../faults/fake-provider';
import type { Core } from './core';

export interface FakeUpstream {
  /** The provider's id, new for every call, so that health learnt in one test cannot reach another. */
  readonly id: string;
  readonly model: string;
  /** `provider/model` */
  readonly ref: string;
  readonly fake: FakeProvider;
  readonly keys: readonly ProviderKey[];
}

export interface UpstreamOptions extends FakeProviderOptions {
  readonly name?: string;
  readonly keys?: readonly (Record<string, unknown> & { readonly api_key: string })[];
}

/** A core with everything needed to send it requests. One per test file. */
export interface World {
  readonly core: Core;
  readonly token: string;
  /** A client that does not retry: a test counts calls. */
  openai(credential?: string, options?: { readonly maxRetries?: number }): OpenAI;
  addUpstream(options?: UpstreamOptions): Promise<FakeUpstream>;
  /** An alias over these upstreams in this order; gives its id. */
  addAlias(upstreams: readonly FakeUpstream[], temper?: Partial<AliasTemper>): Promise<string>;
  addToken(body?: Record<string, unknown>): Promise<CreatedAgentToken>;
  addWorkspace(): Promise<CreatedWorkspace>;
  /** A raw call, for what an SDK hides. */
  post(body: unknown, options?: PostOptions): Promise<Response>;
  /** Waits for the row's end. */
  request(id: string): Promise<RequestDetail>;
  close(): Promise<void>;
}

export interface PostOptions {
  readonly path?: string;
  readonly credential?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** What SpiderGate adds to OpenAI's answers and chunks. */
export interface Extras {
  readonly spidergate_metadata?: {
    readonly request_id: string;
    readonly provider: string;
    readonly provider_model: string;
    readonly original_model: string;
    readonly latency_ms: number;
    readonly cost_usd: number | null;
    readonly cache_hit: boolean;
    readonly fallback_used: boolean;
  };
  readonly route_trace?: RouteTrace;
}

/** OpenAI's types do not know our additions; this is where a test says that it looks for them. */
export function extrasOf(answer: object): Extras {
  return answer as Extras;
}

/** Sets up requests to a program that runs already, be it the core in this process or the app in Electron. */
export async function createWorld(core: Core): Promise<World> {
  const fakes: FakeProvider[] = [];
  const base = core.gatewayUrl.replace(/\/$/, '');
  let count = 0;
  const addToken: World['addToken'] = (body = {}) => {
    count += 1;
    return core.control.call('POST', '/agent-tokens', { name: `tool ${count}`, ...body });
  };
  const { token } = await addToken({ name: 'world' });

  return {
    core,
    token,
    addToken,
    openai: (credential = token, { maxRetries = 0 } = {}) =>
      new OpenAI({ baseURL: `${base}/v1`, apiKey: credential, maxRetries }),
    async addUpstream(upstream = {}) {
      count += 1;
      const number = count;
      const fake = await startFakeProvider({ ...upstream, models: upstream.models ?? ['fake-model'] });
      fakes.push(fake);
      return registerUpstream(core, fake, `${upstream.name ?? 'fake'}-${number}`, upstream);
    },
    async addAlias(upstreams, temper = {}) {
      count += 1;
      const alias = `test/chain-${count}`;
      const slots = upstreams.map(({ id, model }) => ({ provider: id, model }));
      await core.control.call('PUT', `/aliases/${encodeURIComponent(alias)}`, {
        slots,
        ...temper,
      });
      return alias;
    },
    addWorkspace: () => core.control.call('POST', '/workspaces', { name: `brand-${++count}` }),
    post: (body, { path = '/v1/chat/completions', credential = token, headers = {}, signal } = {}) =>
      fetch(`${base}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(credential === null ? {} : { authorization: `Bearer ${credential}` }),
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...(signal ? { signal } : {}),
      }),
    request: (id) => waitForEnd(core, id),
    async close() {
      await core.close();
      await Promise.all(fakes.map((fake) => fake.close()));
    },
  };
}

async function registerUpstream(
  core: Core,
  fake: FakeProvider,
  id: string,
  options: UpstreamOptions,
): Promise<FakeUpstream> {
  const models = options.models ?? ['fake-model'];
  await core.control.call('POST', '/providers', { id, name: id, base_url: fake.url, models });
  const keys: ProviderKey[] = [];
  for (const key of options.keys ?? [{ api_key: `${id}-key-0001`, share_with_pool: true }]) {
    keys.push(await core.control.call('POST', '/keys', { provider_name: id, ...key }));
  }
  const model = models[0] ?? 'fake-model';
  return { id, model, ref: `${id}/${model}`, fake, keys };
}

/** The row is completed after the last byte has gone out, so a test may be there first. */
async function waitForEnd(core: Core, id: string): Promise<RequestDetail> {
  for (let tries = 0; tries < 200; tries++) {
    const detail = await core.control.call<RequestDetail>('GET', `/requests/${id}`);
    if (detail.status !== 'running') return detail;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`request ${id} did not end`);
}
