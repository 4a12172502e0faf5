import { type Clock, type Transport, TransportError } from '../../gateway/ports';
import type { Verdict } from './accept-list';
import { fetchJson } from './fetch-json';
import type { LearnedModels } from './learned-models';
import { readModelsDev } from './read-models-dev';

export const MODELS_DEV_URL = 'https://models.dev/api.json';

interface ModelsDevParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly learned: LearnedModels;
  readonly userAgent: string;
  readonly url: string;
  readonly isKnown: (providerId: string) => boolean;
}

/** Takes what models.dev says; `null` when there was no answer to judge. Nothing about the user is sent. */
export async function askModelsDev(
  parts: ModelsDevParts,
  signal: AbortSignal,
): Promise<Verdict<unknown> | null> {
  const { learned } = parts;
  const etag = learned.current().modelsDev?.etag ?? null;
  const headers = { 'user-agent': parts.userAgent, ...(etag === null ? {} : { 'if-none-match': etag }) };
  try {
    const answer = await fetchJson({ url: parts.url, headers, secret: null, signal }, parts);
    if (answer.status === 304) {
      learned.confirmModelsDev();
      return { accepted: true, value: null };
    }
    const providers = answer.status === 200 ? readModelsDev(answer.body, parts.isKnown) : null;
    return providers === null ? null : learned.addModelsDev(providers, answer.headers.etag ?? null);
  } catch (error) {
    if (error instanceof TransportError) return null;
    throw error;
  }
}
