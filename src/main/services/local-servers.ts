import type { Clock, Transport, UpstreamRequest } from '../gateway/ports';
import { TransportError } from '../gateway/ports';
import { readJson, readModelIds, readNames } from './read-json';

const PROBE_EVERY_MS = 10_000;
const PROBE_TIMEOUT_MS = 800;
const LIST_LIMIT_BYTES = 1024 * 1024;
/** A busy server may miss one probe; one that refuses the connection is gone. */
const MISSES_ALLOWED = 1;

/** Provider id → base URL, in the order of preference. */
export type LocalAddresses = ReadonlyMap<string, string>;

const USUAL_ADDRESSES: LocalAddresses = new Map([
  ['ollama', 'http://127.0.0.1:11434/v1'],
  ['lmstudio', 'http://127.0.0.1:1234/v1'],
  ['llamacpp', 'http://127.0.0.1:8080/v1'],
]);

/** Reads `ollama=http://127.0.0.1:11434/v1,lmstudio=…`; `undefined`: the usual places; empty: none. */
export function parseLocalServers(text: string | undefined): LocalAddresses {
  if (text === undefined) return USUAL_ADDRESSES;
  const entries = text.split(',').filter((entry) => entry.trim() !== '');
  return new Map(entries.map(parseEntry));
}

function parseEntry(entry: string): readonly [string, string] {
  const [id = '', address = ''] = entry.trim().split(/=(.*)/s);
  if (!USUAL_ADDRESSES.has(id) || !URL.canParse(address)) {
    throw new Error(
      `SPIDERGATE_LOCAL_SERVERS: "${entry.trim()}" should look like ollama=http://127.0.0.1:11434/v1`,
    );
  }
  return [id, address.replace(/\/+$/, '')];
}

/** Servers on this machine, found by asking the places where they usually are. */
export interface LocalServers {
  readonly addresses: LocalAddresses;
  /** `null` while it was not found running. */
  models(providerId: string): readonly string[] | null;
  running(): readonly string[];
  /** Called with the id of a server that came, went, or has other models now. */
  onChange(listener: (providerId: string) => void): () => void;
  probeNow(): Promise<void>;
  /** Probes at once and then regularly. */
  start(): void;
  stop(): void;
}

interface LocalServerParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly addresses: LocalAddresses;
}

export function createLocalServers({ transport, clock, addresses }: LocalServerParts): LocalServers {
  const listeners = new Set<(providerId: string) => void>();
  const finds = createFinds((id) => {
    for (const listener of listeners) listener(id);
  });
  let cancel: (() => void) | null = null;
  let started = false;

  async function probeNow(): Promise<void> {
    await Promise.all(
      [...addresses].map(async ([id, address]) =>
        finds.keep(id, await probeServer(id, address, { transport, clock })),
      ),
    );
  }

  function probeAgain(): void {
    const plan = () => {
      if (started) cancel = clock.after(PROBE_EVERY_MS, probeAgain);
    };
    // A listener that throws must not end the looking.
    probeNow().then(plan, plan);
  }

  return {
    addresses,
    models: finds.models,
    running: () => [...addresses.keys()].filter((id) => finds.models(id) !== null),
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    probeNow,
    start() {
      if (started || addresses.size === 0) return;
      started = true;
      probeAgain();
    },
    stop() {
      started = false;
      cancel?.();
      cancel = null;
    },
  };
}

/** What the last probes found. */
function createFinds(onChange: (id: string) => void) {
  const found = new Map<string, readonly string[]>();
  const misses = new Map<string, number>();
  return {
    models: (id: string) => found.get(id) ?? null,
    keep(id: string, { models, gone }: Probe): void {
      const before = found.get(id);
      const missed = models === null && !gone ? (misses.get(id) ?? 0) + 1 : 0;
      misses.set(id, missed);
      if (missed > 0 && missed <= MISSES_ALLOWED) return;
      if (models) found.set(id, models);
      else found.delete(id);
      if (before?.join('\n') !== models?.join('\n')) onChange(id);
    },
  };
}

interface Probe {
  readonly models: readonly string[] | null;
  /** Nobody listens there. */
  readonly gone: boolean;
}

type ProbeParts = Pick<LocalServerParts, 'transport' | 'clock'>;

async function probeServer(id: string, address: string, parts: ProbeParts): Promise<Probe> {
  const lists: readonly (() => Promise<readonly string[] | null>)[] = [
    async () => readModelIds(await fetchJson(`${address}/models`, parts)),
    ...(id === 'ollama'
      ? [async () => readNames(await fetchJson(toTagsUrl(address), parts), 'models', 'name')]
      : []),
  ];
  let gone = false;
  for (const list of lists) {
    try {
      const models = await list();
      if (models) return { models, gone: false };
      // Something else answers there.
      gone = true;
    } catch (error) {
      gone = error instanceof TransportError && error.kind === 'refused';
      if (gone) break;
    }
  }
  return { models: null, gone };
}

/** Ollama's own list, which its older versions have only. */
function toTagsUrl(address: string): string {
  return `${address.replace(/\/v1$/, '')}/api/tags`;
}

async function fetchJson(url: string, { transport, clock }: ProbeParts): Promise<unknown> {
  const aborter = new AbortController();
  const cancel = clock.after(PROBE_TIMEOUT_MS, () => aborter.abort());
  const request: UpstreamRequest = {
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    body: null,
    signal: aborter.signal,
    headersTimeoutMs: PROBE_TIMEOUT_MS,
    idleTimeoutMs: PROBE_TIMEOUT_MS,
  };
  try {
    const response = await transport.send(request);
    const body = await readJson(response, LIST_LIMIT_BYTES);
    return response.status === 200 ? body : undefined;
  } finally {
    cancel();
  }
}
