import path from 'node:path';
import type { RequestEnd, RequestStart } from '../../src/main/gateway/ports';
import { openStorage } from '../../src/main/storage';
import type { Storage } from '../../src/main/storage/types';
import { traceWay } from './busy-day-traces';
import type { ControlClient } from './control-client';

const HOUR_MS = 60 * 60_000;
const AFTERNOON = 15;
const NOWHERE = 'http://127.0.0.1:9';
/** Provider, model, label of the key, its part of all requests, nano-dollars a token. */
const PLACES = [
  ['groq', 'openai/gpt-oss-120b', 'personal', 0.42, 0],
  ['cerebras', 'gpt-oss-120b', 'work', 0.24, 0],
  ['google', 'gemini-2.5-flash', 'personal', 0.18, 0],
  ['openrouter', 'deepseek/deepseek-v3.2', 'paid', 0.11, 420],
  ['mistral', 'mistral-medium-latest', 'personal', 0.05, 0],
] as const;
const ALIASES = ['agent/coding', 'spideriq/extraction', 'agent/chat', 'spideriq/classification'];
const TOKENS = ['opencode', 'ci-bot', 'notes-assistant'];

export interface BusyDayOptions {
  /** One key is refused, one account is out of quota, one budget is spent and one nearly. */
  readonly hasTrouble: boolean;
}

/** Quotas and a day of requests for what `configureBusyDay` has made. Nobody else may have the data folder open. */
export async function writeBusyDay(dataDir: string, keys: Keys, options: BusyDayOptions): Promise<void> {
  const storage = openStorage({
    file: path.join(dataDir, 'spidergate.db'),
    nativeBinding: null,
    now: Date.now,
  });
  // Days are added up as they are written, and this process is in another zone than the app.
  storage.log.setTimeZone(afternoonZone(Date.now()));
  storage.health.put([...listQuotas(Date.now(), options), ...listMarks(Date.now(), keys, options)]);
  writeRequests(storage, keys, Date.now(), options);
  noteLastUse(storage, keys, Date.now());
  await storage.close();
}

/** A time zone in which it is afternoon: a picture of the first minutes of a day would show nothing of it. */
export function afternoonZone(now: number): string {
  const hours = hoursAhead(now);
  // The names of these zones have the sign the other way round.
  return `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
}

function hoursAhead(now: number): number {
  const hours = AFTERNOON - new Date(now).getUTCHours();
  return hours > 12 ? hours - 24 : hours;
}

type Keys = ReadonlyMap<string, string>;

/** Keys of several providers and some tokens; gives the id of each provider's key. */
export async function configureBusyDay(
  control: ControlClient,
  { hasTrouble }: BusyDayOptions,
): Promise<Keys> {
  // Keys are tested when they are added, and these are to trouble nobody.
  await control.call('PATCH', '/settings', { proxy: { url: NOWHERE, no_proxy: '', providers: {} } });
  const keys = new Map<string, string>();
  for (const [provider, , label] of PLACES) {
    const key = await control.call<{ id: string }>('POST', '/keys', {
      provider_name: provider,
      api_key: `${provider}-not-a-real-key-0123456789abcdef`,
      key_label: label,
      account: label,
      share_with_pool: true,
    });
    keys.set(provider, key.id);
  }
  for (const [index, name] of TOKENS.entries()) {
    await control.call('POST', '/agent-tokens', {
      name,
      ...(index < 2 ? { budget_usd: hasTrouble ? 0.04 : 10, budget_window: 'day' } : {}),
    });
  }
  return keys;
}

function listQuotas(now: number, { hasTrouble }: BusyDayOptions) {
  const entry = (
    window: 'minute' | 'day',
    limit: number,
    left: number,
    source: string,
    resetsIn: number,
  ) => ({
    unit: 'requests',
    window,
    limit,
    left,
    answered: 0,
    resetsAt: now + resetsIn,
    learnedAt: now - 12_000,
    source,
  });
  const pools: Readonly<Record<string, readonly unknown[]>> = {
    'groq\npersonal\nopenai/gpt-oss-120b': [
      entry('minute', 30, 26, 'header', 40_000),
      entry('day', 1000, 620, 'header', 5 * HOUR_MS),
    ],
    'cerebras\nwork\ngpt-oss-120b': [
      entry('minute', 30, 30, 'header', 55_000),
      entry('day', 14_400, hasTrouble ? 0 : 13_100, 'header', 9 * HOUR_MS),
    ],
    'google\npersonal\ngemini-2.5-flash': [entry('day', 250, 31, 'free_tier_table', 7 * HOUR_MS)],
  };
  return Object.entries(pools).map(([id, state]) => ({ kind: 'quota', id, state: JSON.stringify(state) }));
}

function listMarks(now: number, keys: Keys, { hasTrouble }: BusyDayOptions) {
  if (!hasTrouble) return [];
  const mark = (kind: string, id: string, code: string, until: number) => ({
    kind,
    id,
    state: JSON.stringify({
      failures: 3,
      until: now + until,
      probeAt: null,
      countedAt: now - 60_000,
      code,
      needsOwner: code === 'unauthorized',
    }),
  });
  return [
    mark('keys', keys.get('mistral') ?? '', 'unauthorized', 24 * HOUR_MS),
    mark('quotas', 'google\npersonal\ngemini-2.5-flash', 'rate_limited', 9 * 60_000),
  ];
}

/** More by day than by night; always the same, so that two pictures of it can be compared. */
function writeRequests(storage: Storage, keys: Keys, now: number, options: BusyDayOptions): void {
  const { requests } = storage;
  const random = createRandom(7);
  const makeStart = createStarts(storage, random);
  for (let minute = 24 * 60; minute > 0; minute -= 1) {
    const minuteStart = now - minute * 60_000;
    const hour = (new Date(minuteStart).getUTCHours() + hoursAhead(now) + 24) % 24;
    const rate = 0.15 + 1.6 * Math.max(0, Math.sin(((hour - 6) / 16) * Math.PI)) ** 2;
    for (let left = rate; left > random(); left -= 1) {
      const start = makeStart(minuteStart + Math.floor(random() * 60_000));
      requests.start(start);
      requests.finish(start.id, makeEnd(start, keys, random, options));
    }
  }
  if (options.hasTrouble) {
    // Whatever the time of day is: the budget of somebody is spent.
    const start = makeStart(now - 1);
    requests.start(start);
    requests.finish(start.id, { ...makeEnd(start, keys, random, options), booked: 50_000_000 });
  }
  requests.flush();
}

function noteLastUse({ keys: keyTable, agentTokens }: Storage, keys: Keys, now: number): void {
  keyTable.touch(new Map([...keys.values()].map((id, index) => [id, now - (index + 1) * 140_000])));
  const tokens = agentTokens.list().filter(({ name }) => name !== TOKENS[2]);
  agentTokens.touch(new Map(tokens.map(({ id }, index) => [id, now - (index + 1) * 48_000])));
  agentTokens.noteApps(new Map(tokens.map(({ id, name }) => [id, name === 'ci-bot' ? 'python' : name])));
}

function createStarts({ agentTokens, workspaces }: Storage, random: () => number) {
  const [workspace] = workspaces.list();
  const tokens = agentTokens.list().filter(({ name }) => name !== TOKENS[2]);
  let count = 0;
  return (startedAt: number): RequestStart => {
    count += 1;
    const token = tokens[Math.floor(random() ** 2 * tokens.length)];
    const alias = ALIASES[Math.floor(random() * ALIASES.length)] ?? null;
    return {
      id: `req_day_${String(count).padStart(5, '0')}`,
      startedAt,
      workspaceId: workspace?.id ?? '',
      clientId: workspace?.clientId ?? '',
      tokenId: token?.id ?? null,
      tokenName: token?.name ?? null,
      requested: alias ?? '',
      alias,
      dialect: 'openai-chat',
      stream: random() > 0.3,
      reserved: 0,
    };
  };
}

function makeEnd(start: RequestStart, keys: Keys, random: () => number, options: BusyDayOptions): RequestEnd {
  const [provider, model, label, , price] = choosePlace(random());
  const hasFailed = random() < (options.hasTrouble ? 0.06 : 0.008);
  const isFallback = random() < 0.07 && provider !== 'cerebras';
  const usage = {
    input: 300 + Math.floor(random() * 4000),
    output: 40 + Math.floor(random() * 900),
    cached: 0,
    reasoning: 0,
    estimated: false,
  };
  const tokens = usage.input + usage.output;
  const totalMs = 180 + Math.floor(random() * 2200);
  const cost = hasFailed ? 0 : tokens * price;
  const keyId = hasFailed ? null : (keys.get(provider) ?? null);
  return {
    status: hasFailed ? 'error' : 'ok',
    httpStatus: hasFailed ? 503 : 200,
    errorCode: hasFailed ? 'upstream_failed' : null,
    provider: hasFailed ? null : provider,
    model: hasFailed ? null : model,
    keyId,
    keyLabel: hasFailed ? null : label,
    keyScope: hasFailed ? null : 'pool',
    fallbackFrom: isFallback && !hasFailed ? 'cerebras/gpt-oss-120b' : null,
    attemptCount: isFallback || hasFailed ? 2 : 1,
    firstTokenMs: hasFailed ? null : Math.floor(totalMs / 3),
    totalMs,
    usage: hasFailed ? null : usage,
    cost,
    costSource: hasFailed ? null : price === 0 ? 'free' : 'catalog',
    savedNanoUsd: hasFailed ? null : tokens * 900,
    booked: cost,
    keyAmounts: keyId === null ? [] : [{ keyId, amount: cost }],
    trace: {
      requested: start.requested,
      alias: start.alias,
      client_id: start.clientId,
      token: start.tokenName,
      served: hasFailed ? null : { provider, model, key: `${provider} · ${label}`, key_scope: 'pool' },
      timing_ms: { auth: 0.1, route: 0.2, upstream_first_byte: 90, total: totalMs },
      ...traceWay(hasFailed ? null : { provider, model, label }, isFallback, totalMs),
    },
  };
}

function choosePlace(at: number): (typeof PLACES)[number] {
  let rest = at;
  for (const place of PLACES) {
    if (rest < place[3]) return place;
    rest -= place[3];
  }
  return PLACES[0];
}

function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
