import type { AccountPlan, KeyTestResult } from '../../shared/domain/key';
import { addressOf, HOST_FIELD, otherHosts } from '../../shared/domain/provider-address';
import { type Clock, type Transport, TransportError, type UpstreamRequest } from '../gateway/ports';
import type { ProviderDefinition } from '../gateway/types';
import type { EmbeddedProvider, KeyCheck } from '../providers/types';
import { type AccountFacts, readAccountFacts } from './key-answer';
import { describeFailure, describeStatus } from './key-test-words';
import { readJson, readModelIds } from './read-json';

const TEST_TIMEOUT_MS = 10_000;
const ANSWER_LIMIT_BYTES = 4 * 1024 * 1024;
/** Asked for on purpose: the key is checked before the model is looked up, and nothing is generated or billed. */
const NO_SUCH_MODEL = 'spidergate-key-check';
const CHAT = 'chat';

export interface KeyToTest {
  readonly provider: ProviderDefinition;
  readonly secret: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface TestedAccount {
  readonly result: KeyTestResult;
  /** Whose account it is, where the provider tells; never shown. */
  readonly identity: string | null;
  /** Of the key, with the host that knows it where that is another one. */
  readonly fields: KeyToTest['fields'];
}

/** One cheap honest call that only a good key gets through, and one more that counts the models. */
export interface KeyTester {
  test(key: KeyToTest): Promise<TestedAccount>;
}

interface TesterParts {
  readonly transport: Transport;
  readonly clock: Clock;
  /** `null` for custom providers. */
  readonly embedded: (providerId: string) => EmbeddedProvider | null;
  /** For providers that are not in the data. */
  readonly usualCheck: KeyCheck;
}

export function createKeyTester({ transport, clock, embedded, usualCheck }: TesterParts): KeyTester {
  async function ask(key: KeyToTest, path: string): Promise<Answer> {
    const aborter = new AbortController();
    const cancel = clock.after(TEST_TIMEOUT_MS, () => aborter.abort());
    try {
      const response = await transport.send(toRequest(key, path, aborter.signal));
      const body = await readJson(response, ANSWER_LIMIT_BYTES);
      return { status: response.status, body, headers: response.headers, askedAt: path };
    } catch (error) {
      if (aborter.signal.aborted) throw new TransportError('headers_timeout', 'the test took too long');
      throw error;
    } finally {
      cancel();
    }
  }

  /** The answer that tells whether the key is let in. */
  async function askForVerdict(key: KeyToTest, check: KeyCheck): Promise<Answer> {
    if (check.ask === CHAT) return await ask(key, CHAT);
    const answer = await ask(key, check.ask);
    // It has no such page, so something else must be asked.
    return answer.status === 404 || answer.status === 405 ? await ask(key, CHAT) : answer;
  }

  /** A count is a pleasure to have; a good key stays good without it. */
  async function countModels(key: KeyToTest, check: KeyCheck, first: Answer): Promise<number | null> {
    if (first.askedAt === check.models) return readModelIds(first.body)?.length ?? null;
    const isListed = embedded(key.provider.id)?.listsModels ?? false;
    if (!isListed) return null;
    try {
      const { status, body } = await ask(key, check.models);
      return status === 200 ? (readModelIds(body)?.length ?? null) : null;
    } catch (error) {
      if (error instanceof TransportError) return null;
      throw error;
    }
  }

  async function testAt(key: KeyToTest): Promise<TestedAccount> {
    const shipped = embedded(key.provider.id);
    const check = shipped?.keyCheck ?? usualCheck;
    const started = clock.monotonic();
    try {
      const answer = await askForVerdict(key, check);
      const latency = Math.round(clock.monotonic() - started);
      const status = answer.askedAt === CHAT ? judgeChat(answer) : judgePage(answer);
      const models = status === 200 ? await countModels(key, check, answer) : null;
      const facts = readAccountFacts(check, answer.body, answer.headers);
      const told = describeStatus(key.provider.name, status, models);
      const result = { ...told, latency_ms: latency, ...describeAccount(told.ok, facts, shipped) };
      return { result, identity: told.ok ? facts.identity : null, fields: key.fields };
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      return { result: describeFailure(key.provider.name, error), identity: null, fields: key.fields };
    }
  }

  return {
    async test(key) {
      const first = await testAt(key);
      if (first.result.error_code !== 'unauthorized') return first;
      for (const fields of elsewhere(key)) {
        const other = await testAt({ ...key, fields });
        if (other.result.ok) return other;
      }
      return first;
    },
  };
}

/** The fields with which the same key would be asked about at the provider's other consoles. */
function elsewhere({ provider, fields }: KeyToTest): readonly KeyToTest['fields'][] {
  const { [HOST_FIELD]: tried, ...usual } = fields;
  const others = otherHosts(provider).map((host) => ({ ...usual, [HOST_FIELD]: host }));
  return [usual, ...others].filter((asked) => Reflect.get(asked, HOST_FIELD) !== tried);
}

interface Answer {
  readonly status: number;
  /** `undefined` when it was not JSON. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly askedAt: string;
}

/** 200 when the key was let in, whatever else was wrong with the question. */
function judgePage({ status, body }: Answer): number {
  // Google calls a bad key a bad request.
  if (status === 400) return 401;
  return status === 200 && body === undefined ? 502 : status;
}

function judgeChat({ status, body }: Answer): number {
  const isLetIn = [200, 400, 404, 410, 422].includes(status) && body !== undefined;
  if (isLetIn) return 200;
  return status === 200 ? 502 : status;
}

const PLANS: ReadonlyMap<string, AccountPlan> = new Map<string, AccountPlan>([
  ['recurring', 'free'],
  ['anonymous', 'free'],
  ['trial-credit', 'trial'],
  ['none', 'paid'],
]);

function describeAccount(isGood: boolean, facts: AccountFacts, shipped: EmbeddedProvider | null) {
  if (!isGood) return { plan: null, plan_source: null, left: [] };
  if (facts.isFree !== null) {
    const plan: AccountPlan = facts.isFree ? 'free' : 'paid';
    return { plan, plan_source: 'provider' as const, left: facts.left };
  }
  const plan = PLANS.get(shipped?.freeTierKind ?? '') ?? null;
  return { plan, plan_source: plan === null ? null : ('table' as const), left: facts.left };
}

function toRequest(key: KeyToTest, path: string, signal: AbortSignal): UpstreamRequest {
  const { provider, secret } = key;
  const base = addressOf(provider, key.fields);
  const chat = { model: NO_SUCH_MODEL, max_tokens: 1, messages: [{ role: 'user', content: 'hi' }] };
  const isChat = path === CHAT;
  return {
    ...(isChat
      ? { method: 'POST', url: `${base}/chat/completions`, body: JSON.stringify(chat) }
      : { method: 'GET', url: base + path, body: null }),
    provider: provider.id,
    headers: {
      accept: 'application/json',
      ...(isChat ? { 'content-type': 'application/json' } : {}),
      ...provider.extraHeaders,
      authorization: `Bearer ${secret}`,
    },
    signal,
    headersTimeoutMs: TEST_TIMEOUT_MS,
    idleTimeoutMs: TEST_TIMEOUT_MS,
  };
}
