import { randomUUID } from 'node:crypto';
import type { ConnectFailure, ConnectFlow, ConnectWay } from '../../../shared/domain/connect-flow';
import type { ProviderKey } from '../../../shared/domain/key';
import type { ConnectRequest } from '../../../shared/ipc/connect';
import { SpiderGateError } from '../../gateway/errors';
import type { Clock } from '../../gateway/ports';
import type { ProviderDefinition } from '../../gateway/types';
import type { Flow, FlowEnd, Grant, OAuth, ResultPage } from '../../oauth/types';
import type { Vault } from '../../vault/types';
import type { ProviderBook } from '../provider-book';
import { conflict, notFound, refuse, vaultClosed } from '../refusals';
import type { ConnectService, NewKey, SettingsService } from '../types';
import { findConnectWay } from './connect-way';
import { describeConnectFailure, describeNotStored } from './connect-words';

/** Each has a port open, or asks the provider again and again. */
const MOST_OPEN = 8;
/** How long it can still be asked what came of one. */
const KEPT_MS = 10 * 60_000;

interface ConnectParts {
  readonly oauth: OAuth;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly providers: ProviderBook;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly create: (key: NewKey) => ProviderKey;
  /** Has the desktop open a page, where there is one. */
  readonly openInBrowser: (url: string) => void;
}

interface Entry {
  readonly id: string;
  readonly provider: ProviderDefinition;
  flow: Flow;
  keyId: string | null;
  error: ConnectFlow['error'];
  state: ConnectFlow['state'];
}

export function createConnectService(parts: ConnectParts): ConnectService & { dispose(): void } {
  const { clock, vault } = parts;
  const entries = new Map<string, Entry>();
  let starting = 0;

  function requireEntry(id: string): Entry {
    const entry = entries.get(id);
    if (!entry) throw notFound('sign-in', id);
    return entry;
  }

  async function start(request: ConnectRequest): Promise<ConnectFlow> {
    const { open_browser: opens, ...wanted } = request;
    const provider = parts.providers.get(request.provider_name);
    if (!provider) throw notFound('provider', request.provider_name);
    const way = findConnectWay(provider.id, parts.settings);
    if (way === null)
      throw refuse('provider_name', `${provider.name} gives out no key by signing in: paste one.`);
    if (vault.status().state !== 'unlocked') throw vaultClosed(vault.status());
    const open = [...entries.values()].filter(({ state }) => state === 'waiting').length;
    if (open + starting >= MOST_OPEN)
      throw conflict('Too many sign-ins are open. Finish or cancel one of them.');
    const entry = await begin(provider, way, wanted);
    if (opens) parts.openInBrowser(entry.flow.url);
    return show(entry);
  }

  async function begin(
    provider: ProviderDefinition,
    way: ConnectWay,
    wanted: Omit<ConnectRequest, 'open_browser'>,
  ): Promise<Entry> {
    const keep = (grant: Grant) => store(entry, wanted, grant);
    starting += 1;
    const opening = way === 'browser' ? openBrowserFlow(keep) : openDeviceFlow(provider, keep);
    const flow = await opening.finally(() => {
      starting -= 1;
    });
    const id = randomUUID();
    const entry: Entry = { id, provider, flow, keyId: null, error: null, state: 'waiting' };
    entries.set(id, entry);
    void flow.done.then((end) => finish(entry, end));
    return entry;
  }

  function openBrowserFlow(keep: (grant: Grant) => ResultPage): Promise<Flow> {
    return parts.oauth.startOpenRouterFlow({
      callbackHost: '127.0.0.1',
      onKey: async (grant) => {
        const page = keep(grant);
        return { stored: page.tone === 'ok', page };
      },
    });
  }

  async function openDeviceFlow(
    provider: ProviderDefinition,
    keep: (grant: Grant) => ResultPage,
  ): Promise<Flow> {
    const clientId = parts.settings.get().huggingface_client_id;
    const start = await parts.oauth.startHuggingFaceFlow({
      clientId,
      onKey: async (grant) => {
        if (keep(grant).tone !== 'ok') throw new Error('not stored');
      },
    });
    if (start.ok) return start.flow;
    if (start.reason === 'refused')
      throw refuse('provider_name', `${provider.name} does not know the client id in the settings.`);
    throw new SpiderGateError('service_unavailable', explain(provider.name, start.reason));
  }

  function store(entry: Entry, wanted: Omit<ConnectRequest, 'open_browser'>, grant: Grant): ResultPage {
    const { name } = entry.provider;
    try {
      const { renewal, secret } = grant;
      const key = parts.create({ ...wanted, api_key: secret, ...(renewal && { renewal }) });
      entry.keyId = key.id;
      entry.state = 'connected';
      const text = `Its key is in your vault as “${key.key_label}” and is used from the next request on.`;
      return { tone: 'ok', title: `${name} is connected`, text };
    } catch (failure) {
      if (!(failure instanceof SpiderGateError)) throw failure;
      const isLocked = failure.code === 'vault_locked';
      const code: ConnectFailure = isLocked ? 'vault_locked' : 'not_stored';
      const message = isLocked
        ? describeConnectFailure(name, 'vault_locked')
        : describeNotStored(name, failure.message);
      fail(entry, code, message);
      return { tone: 'bad', title: 'The key was not stored', text: message };
    }
  }

  function fail(entry: Entry, code: ConnectFailure, message: string): void {
    entry.state = 'failed';
    entry.error = { code, message };
  }

  function finish(entry: Entry, end: FlowEnd): void {
    clock.after(KEPT_MS, () => entries.delete(entry.id));
    if (entry.state !== 'waiting' || end.kind === 'connected') return;
    if (end.reason === 'cancelled') entry.state = 'cancelled';
    else if (end.reason === 'not_stored')
      fail(entry, 'not_stored', describeNotStored(entry.provider.name, 'The key could not be stored.'));
    else fail(entry, end.reason, describeConnectFailure(entry.provider.name, end.reason));
  }

  function cancel(entry: Entry): void {
    if (entry.state !== 'waiting') return;
    entry.state = 'cancelled';
    entry.flow.cancel();
  }

  return {
    start,
    get: (id) => show(requireEntry(id)),
    cancel: (id) => cancel(requireEntry(id)),
    openAgain(id) {
      const { state, flow } = requireEntry(id);
      if (state === 'waiting') parts.openInBrowser(flow.url);
    },
    dispose() {
      for (const entry of entries.values()) cancel(entry);
    },
  };
}

function show({ id, provider, flow, keyId, error, state }: Entry): ConnectFlow {
  return {
    flow_id: id,
    provider_name: provider.id,
    state,
    url: flow.url,
    user_code: flow.userCode,
    expires_at: new Date(flow.expiresAt).toISOString(),
    key_id: keyId,
    error,
  };
}

function explain(name: string, reason: Extract<FlowEnd, { kind: 'failed' }>['reason']): string {
  return describeConnectFailure(
    name,
    reason === 'cancelled' || reason === 'not_stored' ? 'unexpected' : reason,
  );
}
