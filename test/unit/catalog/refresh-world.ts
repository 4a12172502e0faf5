import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import {
  createCatalogRefresher,
  createModelCatalog,
  embeddedModels,
  openLearnedModels,
} from '../../../src/main/catalog';
import { createCatalogFile } from '../../../src/main/catalog-file';
import type { Clock, KeyRing, ProviderDirectory } from '../../../src/main/gateway/ports';
import type { ModelFacts, ProviderDefinition, UsableKey } from '../../../src/main/gateway/types';
import { embeddedProviders } from '../../../src/main/providers';
import { createTransport } from '../../../src/main/transport';
import { createTestClock } from '../../support/gateway-world';

/** A timer beyond it is a plan, not a time-out. */
const LONGEST_TIMEOUT_MS = 30_000;
const NO_FACTS: readonly ModelFacts[] = [];

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export const json =
  (body: unknown, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_request, response) =>
    void response
      .writeHead(200, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));

/** `{data: [{id}]}` */
export const list = (...ids: readonly string[]) => ({ data: ids.map((id) => ({ id })) });

/** What the snapshot has of a provider, as its own `/models` would list it. */
export function shipped(provider: string): readonly string[] {
  return embeddedModels.snapshot.filter((facts) => facts.provider === provider).map(({ model }) => model);
}

/** A refresher over real sockets and a real file; only the clock is a test's own. */
export async function openRefreshWorld(options: { dataDir?: string } = {}) {
  const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'sg-catalog-'));
  const state = {
    keys: [] as UsableKey[],
    answers: new Map<string, Answer>(),
    asked: [] as { path: string; headers: IncomingMessage['headers'] }[],
    off: new Set<string>(),
    isLocked: false,
    models_dev: false,
    anonymous: false,
    /** Jobs that have judged what they heard, and planned their next time. */
    judged: 0,
    refused: [] as string[],
    failures: [] as unknown[],
  };
  const origin = await serve((request, response) => {
    const { url = '', headers } = request;
    state.asked.push({ path: url, headers });
    const answer = state.answers.get(url);
    if (answer) answer(request, response);
    else response.writeHead(404).end('not here');
  });
  const providers: readonly ProviderDefinition[] = embeddedProviders.map((entry) => ({
    ...entry,
    baseUrl: `${origin}/${entry.id}`,
  }));
  const file = path.join(dataDir, 'catalog.json');
  const store = createCatalogFile({ file, onFailure: (failure) => state.failures.push(failure) });
  const clock = createTestClock();
  const countingClock: Clock = {
    ...clock,
    after(ms, task) {
      if (ms > LONGEST_TIMEOUT_MS) state.judged += 1;
      return clock.after(ms, task);
    },
  };
  const learned = await openLearnedModels({ store, snapshot: embeddedModels.snapshot, now: clock.now });
  const transport = createTransport();
  const refresher = createCatalogRefresher({
    learned,
    transport,
    clock: countingClock,
    random: () => 0.5,
    userAgent: 'spidergate/test',
    keyRing: fakeKeyRing(state),
    providers: fakeDirectory(providers, state.off),
    listsModels: (id) => embeddedProviders.find((entry) => entry.id === id)?.listsModels ?? true,
    allowsAnonymous: () => state.anonymous,
    usesModelsDev: () => state.models_dev,
    onRefused: (source, reason) => state.refused.push(`${source}: ${reason}`),
    onFailure: (failure) => state.failures.push(failure),
    modelsDevUrl: `${origin}/api.json`,
  });
  const catalog = createModelCatalog({
    embedded: embeddedModels,
    extra: () => NO_FACTS,
    learned: learned.current,
    onGone: refresher.noteGone,
  });
  const close = async () => {
    await refresher.dispose();
    await transport.close();
  };
  onTestFinished(async () => {
    await close();
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    ...{ state, clock, refresher, catalog, learned, file, dataDir, close },
    addKey: (provider: string, id = `${provider}-1`) => void state.keys.push(makeKey(provider, id)),
    names: (provider: string) =>
      catalog.list().flatMap((facts) => (facts.provider === provider ? [facts.model] : [])),
  };
}

async function serve(answer: Answer): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

function makeKey(provider: string, id: string): UsableKey {
  const shared = {
    workspaceId: null,
    shareWithPool: true,
    priority: 0,
    enabled: true,
    fields: {},
    limits: null,
  };
  return { id, provider, label: id, account: id, ...shared };
}

function fakeKeyRing(state: { readonly keys: readonly UsableKey[]; readonly isLocked: boolean }): KeyRing {
  return {
    keysOf: (provider) => state.keys.filter((key) => key.provider === provider),
    key: (id) => state.keys.find((key) => key.id === id) ?? null,
    secretOf: (id) => ({ ok: true, secret: `secret-of-${id}` }),
    isLocked: () => state.isLocked,
    isDamaged: () => false,
    touch: () => {},
  };
}

function fakeDirectory(
  providers: readonly ProviderDefinition[],
  off: ReadonlySet<string>,
): ProviderDirectory {
  return {
    get: (id) => providers.find((provider) => provider.id === id) ?? null,
    list: () => providers,
    isEnabled: (id) => !off.has(id),
    runningLocalModels: () => null,
    runningLocalServers: () => [],
  };
}
