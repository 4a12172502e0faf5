import type { CatalogRefresh } from '../../../shared/domain/diagnostics';
import type { Random } from '../../gateway/ports';
import type { ProviderDefinition } from '../../gateway/types';
import type { Verdict } from './accept-list';
import { askModelsDev, MODELS_DEV_URL } from './ask-models-dev';
import { type AskParts, askProvider, findAskers } from './ask-provider';
import { createJobTimer } from './job-timer';
import type { LearnedModels } from './learned-models';

const MINUTE_MS = 60_000;
const REGULAR_MS = 12 * 60 * MINUTE_MS;
/** After the first failure; four times as long after each further one, up to the regular wait. */
const FIRST_RETRY_MS = MINUTE_MS;
/** A start should be over, and a burst of changes too, before anything is asked. */
const SOON_MS = 3_000;
/** However often somebody asks for it, one provider is not asked more often. */
const LEAST_GAP_MS = 10 * MINUTE_MS;
const MODELS_DEV = '(models.dev)';

/** Keeps what is known about models fresh, in the background. */
export interface CatalogRefresher {
  start(): void;
  /** Keys, providers or settings have changed; asks whoever has become worth asking. */
  lookAgain(): void;
  /** A provider no longer has a model it was said to have. */
  noteGone(providerId: string): void;
  /** Asks everybody who may be asked, now; gives how many that were. */
  refresh(): Promise<CatalogRefresh>;
  dispose(): Promise<void>;
}

/** `passing`: it failed in a way that may be over soon. `nobody`: there is no one to ask for. */
type Outcome = 'done' | 'passing' | 'nobody';

interface RefresherParts extends AskParts {
  readonly learned: LearnedModels;
  readonly random: Random;
  readonly usesModelsDev: () => boolean;
  /** An answer came that is not taken, and why. */
  readonly onRefused: (source: string, reason: string) => void;
  readonly onFailure: (failure: unknown) => void;
  /** For tests. */
  readonly modelsDevUrl?: string;
}

export function createCatalogRefresher(parts: RefresherParts): CatalogRefresher {
  const { clock, learned, providers, random } = parts;
  const ask = createAsk(parts);
  const jobs = createJobTimer({ clock, run });
  const failures = new Map<string, number>();
  const askedAt = new Map<string, number>();
  const askers = new Map<string, string>();
  const aborter = new AbortController();
  let isStarted = false;

  /** Spread by a fifth, so that many programs and many providers do not meet. */
  const around = (ms: number) => ms * (0.9 + 0.2 * random());

  async function run(id: string, signal: AbortSignal): Promise<number | null> {
    askedAt.set(id, clock.monotonic());
    const outcome = await ask(id, signal);
    if (outcome === 'nobody' || signal.aborted) return null;
    const failed = outcome === 'passing' ? (failures.get(id) ?? 0) + 1 : 0;
    failures.set(id, failed);
    return around(failed === 0 ? REGULAR_MS : Math.min(FIRST_RETRY_MS * 4 ** (failed - 1), REGULAR_MS));
  }

  function lookAgain(): void {
    if (!isStarted) return;
    learned.prune((id) => providers.get(id) !== null, parts.usesModelsDev());
    for (const provider of providers.list()) {
      const who = describeAskers(provider, parts);
      if ((askers.get(provider.id) ?? '') === who) continue;
      askers.set(provider.id, who);
      if (who !== '') jobs.plan(provider.id, around(SOON_MS));
    }
    if (parts.usesModelsDev() && !jobs.isPlanned(MODELS_DEV)) jobs.plan(MODELS_DEV, around(SOON_MS));
  }

  async function refresh(): Promise<CatalogRefresh> {
    const { signal } = aborter;
    const ids = providers.list().flatMap((one) => (describeAskers(one, parts) === '' ? [] : [one.id]));
    if (parts.usesModelsDev()) ids.push(MODELS_DEV);
    const outcomes = await Promise.all(
      ids.map((id) => {
        askedAt.set(id, clock.monotonic());
        return ask(id, signal);
      }),
    );
    const asked = outcomes.filter((outcome) => outcome !== 'nobody');
    return { asked: asked.length, failed: asked.filter((outcome) => outcome === 'passing').length };
  }

  let refreshing: Promise<CatalogRefresh> | null = null;
  return {
    refresh() {
      refreshing ??= refresh().finally(() => {
        refreshing = null;
      });
      return refreshing;
    },
    start() {
      isStarted = true;
      lookAgain();
    },
    lookAgain,
    noteGone(providerId) {
      const since = clock.monotonic() - (askedAt.get(providerId) ?? -LEAST_GAP_MS);
      if (isStarted) jobs.plan(providerId, around(Math.max(SOON_MS, LEAST_GAP_MS - since)));
    },
    async dispose() {
      isStarted = false;
      aborter.abort();
      await jobs.close();
      await learned.settled();
    },
  };
}

/** Asks one source and takes what may be taken. */
function createAsk(parts: RefresherParts): (id: string, signal: AbortSignal) => Promise<Outcome> {
  const { learned, providers } = parts;

  async function askOwn(id: string, signal: AbortSignal): Promise<Outcome> {
    const provider = providers.get(id);
    const asked = provider ? await askProvider(provider, parts, signal) : ({ kind: 'nobody' } as const);
    // It may have been deleted meanwhile.
    if (asked.kind === 'nobody' || signal.aborted || !providers.get(id)) return 'nobody';
    if (asked.kind === 'failed') return asked.isPassing ? 'passing' : 'done';
    tell(id, learned.addList(id, asked.answer));
    return 'done';
  }

  async function askTheirs(signal: AbortSignal): Promise<Outcome> {
    if (!parts.usesModelsDev()) return 'nobody';
    const isKnown = (id: string) => providers.get(id) !== null;
    const url = parts.modelsDevUrl ?? MODELS_DEV_URL;
    const verdict = await askModelsDev({ ...parts, url, isKnown }, signal);
    if (verdict === null) return 'passing';
    tell('models.dev', verdict);
    return 'done';
  }

  function tell(source: string, verdict: Verdict<unknown>): void {
    if (!verdict.accepted) parts.onRefused(source, verdict.reason);
  }

  return async (id, signal) => {
    try {
      return id === MODELS_DEV ? await askTheirs(signal) : await askOwn(id, signal);
    } catch (failure) {
      parts.onFailure(failure);
      return 'done';
    }
  };
}

/** Another text when others may ask; empty when nobody may. */
function describeAskers(provider: ProviderDefinition, parts: AskParts): string {
  return findAskers(provider, parts)
    .map((key) => key?.id ?? 'anybody')
    .join(' ');
}
