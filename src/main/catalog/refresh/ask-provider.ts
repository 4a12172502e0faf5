import { addressOf } from '../../../shared/domain/provider-address';
import {
  type Clock,
  type KeyRing,
  type ProviderDirectory,
  type Transport,
  TransportError,
} from '../../gateway/ports';
import type { ProviderDefinition, UsableKey } from '../../gateway/types';
import { fetchJson } from './fetch-json';
import { type ModelListAnswer, readModelList } from './read-model-list';

/** Keys of one account see the same list. */
const MOST_ACCOUNTS = 4;

export interface AskParts {
  readonly keyRing: KeyRing;
  readonly providers: ProviderDirectory;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly userAgent: string;
  /** Whether a provider answers `GET /models` at all. */
  readonly listsModels: (providerId: string) => boolean;
  /** Whether providers that want no account may be called. */
  readonly allowsAnonymous: () => boolean;
}

export type Asked =
  | { readonly kind: 'answer'; readonly answer: ModelListAnswer }
  /** `isPassing`: worth another try before the next regular one. */
  | { readonly kind: 'failed'; readonly isPassing: boolean }
  | { readonly kind: 'nobody' };

/** Asks for `GET /models` once per account; what the accounts may use together is the answer. */
export async function askProvider(
  provider: ProviderDefinition,
  parts: AskParts,
  signal: AbortSignal,
): Promise<Asked> {
  const askers = findAskers(provider, parts);
  if (askers.length === 0) return { kind: 'nobody' };
  const heard: Asked[] = [];
  for (const key of askers) heard.push(await askOnce(provider, key, parts, signal));
  const answers = heard.flatMap((asked) => (asked.kind === 'answer' ? [asked.answer] : []));
  if (answers.length === 0) {
    return (
      heard.find((asked) => asked.kind === 'failed' && asked.isPassing) ?? heard[0] ?? { kind: 'nobody' }
    );
  }
  const models = new Map(answers.flatMap((answer) => answer.models.map((seen) => [seen.model, seen])));
  const isComplete = answers.length === askers.length && answers.every((answer) => answer.isComplete);
  return { kind: 'answer', answer: { models: [...models.values()], isComplete } };
}

/** One key per account, or nobody's where none is needed. Servers on this machine are asked by their own prober. */
export function findAskers(
  provider: ProviderDefinition,
  { keyRing, providers, allowsAnonymous, listsModels }: AskParts,
): readonly (UsableKey | null)[] {
  const { id, kind, keyless } = provider;
  if (keyless === 'local' || kind === 'builtin' || !listsModels(id) || !providers.isEnabled(id)) return [];
  const keys = keyRing.keysOf(provider.id).filter((key) => key.enabled);
  const accounts = new Map(keys.map((key) => [key.account, key]));
  if (accounts.size > 0) return keyRing.isLocked() ? [] : [...accounts.values()].slice(0, MOST_ACCOUNTS);
  const needsNone = provider.auth === 'none' || (provider.keyless === 'anonymous' && allowsAnonymous());
  return needsNone ? [null] : [];
}

async function askOnce(
  provider: ProviderDefinition,
  key: UsableKey | null,
  parts: AskParts,
  signal: AbortSignal,
): Promise<Asked> {
  const secret = key === null ? null : parts.keyRing.secretOf(key.id);
  if (secret?.ok === false) return { kind: 'nobody' };
  const base = addressOf(provider, key?.fields);
  const headers = {
    'user-agent': parts.userAgent,
    ...provider.extraHeaders,
    ...(secret ? { authorization: `Bearer ${secret.secret}` } : {}),
  };
  try {
    const { status, body } = await fetchJson(
      { url: `${base}/models`, provider: provider.id, headers, secret: secret?.secret ?? null, signal },
      parts,
    );
    const answer = status === 200 ? readModelList(provider.id, body) : null;
    return answer ? { kind: 'answer', answer } : { kind: 'failed', isPassing: isPassing(status) };
  } catch (error) {
    if (error instanceof TransportError) return { kind: 'failed', isPassing: true };
    throw error;
  }
}

/** 200 here is an answer that was no list, e.g. the page of a hotel's network. */
function isPassing(status: number): boolean {
  return status === 200 || status === 429 || status >= 500;
}
