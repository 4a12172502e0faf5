import type { CustomProvider, ProviderSummary } from '../../shared/domain/provider';
import type { ProviderCreateRequest } from '../../shared/ipc/providers';
import type { HealthBook } from '../gateway/health/types';
import type { Clock, Transport } from '../gateway/ports';
import type { ProviderDefinition } from '../gateway/types';
import type { KeyBook } from './key-book';
import type { ProviderBook } from './provider-book';
import { probeProvider } from './provider-probe';
import { summariseProvider } from './provider-summary';
import { conflict, notFound, refuse } from './refusals';
import type { ProviderService, SettingsService } from './types';

/** They are the first part of alias names, so a provider of that name could never be meant. */
const ALIAS_FAMILIES: readonly string[] = ['spideriq', 'agent', 'client', 'spidergate'];
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

interface ProviderParts {
  readonly book: ProviderBook;
  readonly keys: KeyBook;
  readonly health: HealthBook;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly gatewayUrl: () => string;
  readonly transport: Transport;
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
  /** Summary and collections of this provider have become others. */
  readonly onChange: (providerId: string) => void;
  readonly onKeysChange: (providerId: string) => void;
}

export function createProviderService(parts: ProviderParts): ProviderService {
  const { book, keys, health } = parts;
  const summarise = (provider: ProviderDefinition) =>
    summariseProvider(provider, { ...parts, providers: book });

  function find(id: string): ProviderDefinition {
    const provider = book.get(id);
    if (!provider) throw notFound('provider', id);
    return provider;
  }

  return {
    list: () => book.list().map(summarise),
    create(request): ProviderSummary {
      requireFreeId(request.id, book);
      const provider = toCustomProvider(request, parts.gatewayUrl());
      book.insertCustom(provider);
      parts.onChange(provider.id);
      return summarise(find(provider.id));
    },
    probe: (request) => probeProvider(cleanBaseUrl(request.base_url, parts.gatewayUrl()), request, parts),
    update(id, { enabled, models }) {
      const provider = find(id);
      if (models !== undefined && !book.isCustom(id)) {
        throw refuse('models', `${provider.name} comes with SpiderGate, and so do its models and prices.`);
      }
      const isSwitched = enabled !== undefined && book.isEnabled(id) !== enabled;
      if (models !== undefined) book.setModels(id, models);
      if (isSwitched) book.setEnabled(id, enabled);
      if (isSwitched || models !== undefined) parts.onChange(id);
      return summarise(find(id));
    },
    delete(id) {
      const provider = find(id);
      if (!book.isCustom(id)) {
        throw refuse(
          'id',
          `${provider.name} comes with SpiderGate and cannot be deleted. It can be switched off.`,
        );
      }
      const gone = keys.ofProvider(id);
      book.deleteCustom(id);
      keys.forgetProvider(id);
      for (const key of gone) health.forgetKey(key.id);
      if (gone.length > 0) parts.onKeysChange(id);
      parts.onChange(id);
    },
    keyUrl: (id) => find(id).keyUrl,
  };
}

function requireFreeId(id: string, book: ProviderBook): void {
  if (ALIAS_FAMILIES.includes(id)) {
    throw conflict(`"${id}" is the beginning of alias names. Choose another id.`, 'id');
  }
  if (book.get(id)) throw conflict(`There is a provider with the id "${id}" already.`, 'id');
}

function toCustomProvider(request: ProviderCreateRequest, gatewayUrl: string): CustomProvider {
  const { id, name, auth, models } = request;
  return { id, name, base_url: cleanBaseUrl(request.base_url, gatewayUrl), auth, models };
}

function cleanBaseUrl(address: string, gatewayUrl: string): string {
  const url = new URL(address);
  if (url.username || url.password) {
    throw refuse(
      'base_url',
      'The address must not hold a user name or password: addresses are shown in lists.',
    );
  }
  if (url.search || url.hash) throw refuse('base_url', 'The address must not have a "?" or "#" part.');
  const isLocal = LOOPBACK.includes(url.hostname);
  if (isLocal && url.port === new URL(gatewayUrl).port) {
    throw refuse('base_url', 'This is the address of SpiderGate itself: a request would go round for ever.');
  }
  // People paste the whole address of the call as often as its base.
  return (url.origin + url.pathname).replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
}
