import { embeddedAliases } from '../../src/main/catalog/aliases';
import { createGateway, createHealthBook } from '../../src/main/gateway';
import { createLimits } from '../../src/main/gateway/auth/limits/create-limits';
import { createCostBook } from '../../src/main/gateway/cost';
import type { GatewayCall, GatewayReply } from '../../src/main/gateway/gateway';
import type { HealthEntry, HealthStore, Load } from '../../src/main/gateway/health/types';
import { NO_LIMITS, NO_TOKEN_LIMITS } from '../../src/main/gateway/no-limits';
import type {
  Clock,
  GatewayPorts,
  RequestEnd,
  RequestStart,
  UpstreamRequest,
  UpstreamResponse,
} from '../../src/main/gateway/ports';
import type {
  AliasDefinition,
  Identity,
  ModelFacts,
  ProviderDefinition,
  UsableKey,
} from '../../src/main/gateway/types';
import { embeddedProviders, NEUTRAL_COUNTING, NEUTRAL_QUIRKS } from '../../src/main/providers';
import { withDemo } from '../../src/main/providers/demo-upstream';
import type { AppEvent } from '../../src/shared/domain/event';
import { DEFAULT_SETTINGS } from '../../src/shared/domain/settings';
import { createCalendar } from '../../src/shared/time/calendar';
import { createFakeTold } from './fake-spend-book';

/** A clock that moves only when told to; sleeping moves it. A negative step sets it back. */
export interface TestClock extends Clock {
  advance(ms: number): void;
}

export function createTestClock(start = Date.UTC(2026, 10, 22, 12)): TestClock {
  let now = start;
  let elapsed = 0;
  const timers = new Set<{ at: number; task: () => void }>();
  const advance = (ms: number) => {
    now += ms;
    // Set back, only the clock on the wall moves.
    elapsed += Math.max(0, ms);
    for (const timer of [...timers]) {
      if (timer.at > now) continue;
      timers.delete(timer);
      timer.task();
    }
  };
  return {
    now: () => now,
    monotonic: () => elapsed,
    sleep: async (ms) => advance(ms),
    soon: (task) => task(),
    after: (ms, task) => {
      const timer = { at: now + ms, task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance,
  };
}

export type Responder = (request: UpstreamRequest) => UpstreamResponse | Promise<UpstreamResponse>;

/** A gateway in memory: fakes by hand behind every port, one scripted answer per provider. */
export function createGatewayWorld(options: { aliases?: readonly AliasDefinition[] } = {}) {
  const clock = createTestClock();
  const identity: Identity = {
    workspaceId: 'ws_1',
    clientId: 'cli_1',
    tokenId: 'tok_1',
    tokenName: 'test',
    scopes: ['gate:chat'],
    allowedModels: [],
    policy: NO_TOKEN_LIMITS,
    workspacePolicy: NO_LIMITS,
  };
  const state = {
    identity,
    providers: new Map<string, ProviderDefinition>(embeddedProviders.map((entry) => [entry.id, entry])),
    off: new Set<string>(),
    keys: [] as UsableKey[],
    aliases: new Map([...embeddedAliases, ...(options.aliases ?? [])].map((alias) => [alias.id, alias])),
    facts: [] as ModelFacts[],
    local: new Map<string, readonly string[]>(),
    responders: new Map<string, Responder>(),
    sent: [] as UpstreamRequest[],
    events: [] as AppEvent[],
    rows: new Map<string, { start: RequestStart; end: RequestEnd | null }>(),
    isLocked: false,
    damagedKeys: new Set<string>(),
    isRevoked: false,
    isOnline: true,
    isPaused: false,
    settings: DEFAULT_SETTINGS,
  };
  const health = createHealthBook({
    clock,
    store: createMemoryHealthStore(),
    isSystemOnline: () => state.isOnline,
    provider: (id) => state.providers.get(id) ?? null,
    key: (id) => state.keys.find((key) => key.id === id) ?? null,
    onKeyChange: () => {},
    onProviderChange: () => {},
  });
  const ports = createPorts(state, clock, health);
  const gateway = createGateway(ports);
  return { ...state, state, clock, health, ports, gateway };
}

type World = ReturnType<typeof createGatewayWorld>;

function createPorts(
  state: World['state'],
  clock: TestClock,
  health: ReturnType<typeof createHealthBook>,
): Omit<GatewayPorts, 'affinity'> {
  const ports: Omit<GatewayPorts, 'affinity' | 'costs' | 'limits'> = {
    clock,
    random: () => 0.5,
    credentials: {
      check: () => ({ ok: true, identity: state.identity }),
      isValid: () => !state.isRevoked,
      touch: () => {},
    },
    keyRing: {
      keysOf: (provider) => state.keys.filter((key) => key.provider === provider),
      key: (id) => state.keys.find((key) => key.id === id) ?? null,
      secretOf: (id) => ({ ok: true, secret: `secret-of-${id}` }),
      isLocked: () => state.isLocked,
      isDamaged: (id) => state.damagedKeys.has(id),
      touch: () => {},
    },
    providers: {
      get: (id) => state.providers.get(id) ?? null,
      list: () => [...state.providers.values()],
      isEnabled: (id) => !state.off.has(id),
      runningLocalModels: (id) => state.local.get(id) ?? null,
      runningLocalServers: () => [...state.local.keys()],
    },
    aliases: { get: (id) => state.aliases.get(id) ?? null, list: () => [...state.aliases.values()] },
    catalog: {
      facts: (provider, model) =>
        state.facts.find((entry) => entry.provider === provider && entry.model === model) ?? null,
      providersOf: (model) =>
        state.facts.filter((entry) => entry.model === model).map((entry) => entry.provider),
      list: () => state.facts,
      noteGone: () => {},
    },
    transport: withDemo({
      send: async (request) => {
        state.sent.push(request);
        const host = new URL(request.url).hostname;
        const respond = state.responders.get(host);
        if (!respond) throw new Error(`no answer is scripted for ${host}`);
        return respond(request);
      },
    }),
    requestLog: {
      start: (start) => void state.rows.set(start.id, { start, end: null }),
      reserve: () => {},
      attempt: () => {},
      flush: () => {},
      finish: (id, end) => {
        const row = state.rows.get(id);
        if (row) row.end = end;
        return null;
      },
    },
    recorder: { begin: () => null },
    spendBook: { spent: () => 0, recentStarts: () => [] },
    toldThresholds: createFakeTold(),
    calendar: createCalendar('UTC'),
    usageBook: {
      of: () => {
        throw new Error('nothing asks for this');
      },
    },
    events: {
      emit: (event) => void state.events.push(event),
      later: (make) => void state.events.push({ type: 'request', request: make().toSummary() }),
    },
    gate: { isPaused: () => state.isPaused, isShuttingDown: () => false },
    health,
    policy: () => state.settings,
    userAgent: 'SpiderGate/test',
  };
  const costs = createCostBook(ports);
  return { ...ports, costs, limits: createLimits({ ...ports, costs }) };
}

/** A request of so many tokens, as health sees it. */
export function loadOf(inputTokens: number): Load {
  return { inputTokens, maxOutputTokens: null };
}

export function createMemoryHealthStore(): HealthStore {
  const entries = new Map<string, HealthEntry>();
  return {
    list: () => [...entries.values()],
    put: (changed) => {
      for (const entry of changed) entries.set(`${entry.kind}\n${entry.id}`, entry);
    },
    delete: (kind, id) => void entries.delete(`${kind}\n${id}`),
  };
}

/** A custom provider whose host is `<id>.test`, with one pool key named like it. */
export function addProvider(
  world: World,
  id: string,
  respond: Responder,
  keys: readonly Partial<UsableKey>[] = [{}],
): void {
  world.state.providers.set(id, {
    id,
    name: id,
    kind: 'custom',
    baseUrl: `http://${id}.test/v1`,
    auth: 'bearer',
    keyless: null,
    extraHeaders: {},
    anonymousModels: [],
    needs: [],
    keyUrl: null,
    privatePrompts: true,
    otherIds: [],
    refused: null,
    quirks: NEUTRAL_QUIRKS,
    ...NEUTRAL_COUNTING,
    requestsWindow: 'minute',
  });
  world.state.responders.set(`${id}.test`, respond);
  for (const [index, key] of keys.entries()) addKey(world, id, { id: `${id}-${index + 1}`, ...key });
}

export function addKey(world: World, provider: string, key: Partial<UsableKey> = {}): void {
  world.state.keys.push({
    id: `${provider}-key`,
    provider,
    label: key.id ?? 'key',
    account: key.id ?? 'key',
    workspaceId: null,
    shareWithPool: true,
    priority: 0,
    enabled: true,
    fields: {},
    limits: null,
    ...key,
  });
}

export function makeAlias(id: string, ...places: readonly string[]): AliasDefinition {
  return {
    id,
    stream_safety: 'live',
    patience_ms: 0,
    first_token_ms: 10_000,
    max_attempts: 12,
    route_around_refusals: false,
    slots: places.map((place) => {
      const slash = place.indexOf('/');
      return { provider: place.slice(0, slash), model: place.slice(slash + 1), keyId: null, enabled: true };
    }),
  };
}

let nextId = 0;

export function makeCall(body: object, more: Partial<GatewayCall> = {}): GatewayCall {
  nextId += 1;
  return {
    requestId: `req_${nextId}`,
    dialect: 'openai-chat',
    credential: 'token',
    body: { messages: [{ role: 'user', content: 'hello' }], ...body },
    headers: {},
    includeRouteTrace: false,
    signal: new AbortController().signal,
    ...more,
  };
}

export async function* toBytes(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

export function answer(body: unknown, status = 200, headers: Record<string, string> = {}): UpstreamResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: toBytes(JSON.stringify(body)),
  };
}

export function completion(text: string, model = 'served-model') {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model,
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 },
  };
}

export async function readFrames(reply: GatewayReply): Promise<string> {
  if (reply.kind !== 'stream') throw new Error(`not a stream: ${JSON.stringify(reply.body)}`);
  let text = '';
  for await (const frame of reply.frames) text += frame;
  return text;
}
