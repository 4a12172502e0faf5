import type { KeyTestResult } from '../../shared/domain/key';
import { type Clock, type Transport, TransportError, type UpstreamRequest } from '../gateway/ports';
import type { ProviderDefinition } from '../gateway/types';
import { describeFailure, describeStatus } from './key-test-words';
import { readJson, readModelIds } from './read-json';

const TEST_TIMEOUT_MS = 10_000;
const ANSWER_LIMIT_BYTES = 4 * 1024 * 1024;
/** Asked for on purpose: the key is checked before the model is looked up, and nothing is generated or billed. */
const NO_SUCH_MODEL = 'spidergate-key-check';

/** Where a key can be asked about, when that is not the model list. Relative to the base URL. */
const KEY_PATHS: ReadonlyMap<string, string> = new Map([
  ['openrouter', '/key'],
  ['pollinations', '/../account/key'],
  ['cloudflare', '/../models/search?per_page=1'],
]);

/** Their model list is public or missing, so that it says nothing about a key. */
const LIST_PROVES_NOTHING: ReadonlySet<string> = new Set([
  'chutes',
  'cohere',
  'deepinfra',
  'huggingface',
  'hyperbolic',
  'kilo',
  'llm7',
  'mistral-codestral',
  'nvidia',
  'ollama-cloud',
  'ovh',
  'perplexity',
  'sambanova',
]);

export interface KeyToTest {
  readonly provider: ProviderDefinition;
  readonly secret: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** One cheap honest call that only a good key gets through. */
export interface KeyTester {
  test(key: KeyToTest): Promise<KeyTestResult>;
}

interface TesterParts {
  readonly transport: Transport;
  readonly clock: Clock;
}

export function createKeyTester({ transport, clock }: TesterParts): KeyTester {
  async function ask(key: KeyToTest, question: Question): Promise<Answer> {
    const aborter = new AbortController();
    const cancel = clock.after(TEST_TIMEOUT_MS, () => aborter.abort());
    try {
      const response = await transport.send(toRequest(key, question, aborter.signal));
      const body = await readJson(response, ANSWER_LIMIT_BYTES);
      return { status: response.status, body };
    } catch (error) {
      if (aborter.signal.aborted) throw new TransportError('headers_timeout', 'the test took too long');
      throw error;
    } finally {
      cancel();
    }
  }

  async function askAll(key: KeyToTest): Promise<Verdict> {
    const { provider } = key;
    if (!LIST_PROVES_NOTHING.has(provider.id)) {
      const answer = await ask(key, { kind: 'list', path: KEY_PATHS.get(provider.id) ?? '/models' });
      const verdict = judgeList(provider, answer);
      if (verdict) return verdict;
    }
    return judgeChat(await ask(key, { kind: 'chat' }));
  }

  return {
    async test(key) {
      const started = clock.monotonic();
      try {
        const verdict = await askAll(key);
        const latency = Math.round(clock.monotonic() - started);
        return { ...describeStatus(key.provider.name, verdict.status, verdict.models), latency_ms: latency };
      } catch (error) {
        if (error instanceof TransportError) return describeFailure(key.provider.name, error);
        throw error;
      }
    },
  };
}

type Question = { readonly kind: 'list'; readonly path: string } | { readonly kind: 'chat' };

interface Answer {
  readonly status: number;
  /** `undefined` when it was not JSON. */
  readonly body: unknown;
}

interface Verdict {
  /** 200 when the key was let in, whatever else was wrong with the question. */
  readonly status: number;
  readonly models: number | null;
}

/** `null`: it has no model list, so something else must be asked. */
function judgeList(provider: ProviderDefinition, { status, body }: Answer): Verdict | null {
  if (status === 404 || status === 405) return null;
  // Google calls a bad key a bad request.
  if (status === 400) return { status: 401, models: null };
  if (status === 200 && body === undefined) return { status: 502, models: null };
  const isList = !KEY_PATHS.has(provider.id);
  return { status, models: isList && status === 200 ? (readModelIds(body)?.length ?? null) : null };
}

function judgeChat({ status, body }: Answer): Verdict {
  const isLetIn = [200, 400, 404, 410, 422].includes(status) && body !== undefined;
  return { status: isLetIn ? 200 : status === 200 ? 502 : status, models: null };
}

function toRequest(key: KeyToTest, question: Question, signal: AbortSignal): UpstreamRequest {
  const { provider, secret } = key;
  const base = fillFields(provider.baseUrl, key.fields);
  const chat = { model: NO_SUCH_MODEL, max_tokens: 1, messages: [{ role: 'user', content: 'hi' }] };
  return {
    ...(question.kind === 'list'
      ? { method: 'GET', url: base + question.path, body: null }
      : { method: 'POST', url: `${base}/chat/completions`, body: JSON.stringify(chat) }),
    provider: provider.id,
    headers: {
      accept: 'application/json',
      ...(question.kind === 'chat' ? { 'content-type': 'application/json' } : {}),
      ...provider.extraHeaders,
      authorization: `Bearer ${secret}`,
    },
    signal,
    headersTimeoutMs: TEST_TIMEOUT_MS,
    idleTimeoutMs: TEST_TIMEOUT_MS,
  };
}

function fillFields(address: string, fields: Readonly<Record<string, string>>): string {
  return address.replace(/\{([a-z_]+)\}/g, (_place, name: string) => encodeURIComponent(fields[name] ?? ''));
}
