import path from 'node:path';
import type { CatalogRefresh } from '../shared/domain/diagnostics';
import { createCatalogRefresher, createModelCatalog, embeddedModels, openLearnedModels } from './catalog';
import { createCatalogFile } from './catalog-file';
import type { Clock, ModelCatalog, Random, Transport } from './gateway/ports';
import { describeFailure } from './log/describe-failure';
import type { Log } from './log/types';
import { embeddedProviders } from './providers';
import type { ServiceSet } from './services';

interface CatalogParts {
  readonly dataDir: string;
  readonly set: Pick<ServiceSet, 'keyRing' | 'providers' | 'customModels' | 'services'>;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly userAgent: string;
  readonly log: Log;
}

interface OpenCatalog {
  readonly catalog: ModelCatalog;
  /** Everything is up: lists of models may be asked for. */
  start(): void;
  refresh(): Promise<CatalogRefresh>;
  close(): Promise<void>;
}

/** What is known about models, and its refresh in step with keys, providers and settings. */
export async function openCatalog(parts: CatalogParts): Promise<OpenCatalog> {
  const { set, clock, log } = parts;
  const { settings, events } = set.services;
  const store = createCatalogFile({
    file: path.join(parts.dataDir, 'catalog.json'),
    onFailure: (failure) => log.warn(describeFailure(failure), 'What was learned of models is not kept'),
  });
  const { snapshot } = embeddedModels;
  const learned = await openLearnedModels({ store, snapshot, now: clock.now });
  const silent = new Set(embeddedProviders.filter((entry) => !entry.listsModels).map(({ id }) => id));
  const refresher = createCatalogRefresher({
    ...parts,
    ...set,
    learned,
    listsModels: (id) => !silent.has(id),
    allowsAnonymous: () => settings.get().anonymous_providers,
    usesModelsDev: () => settings.get().models_dev,
    onRefused: (source, reason) => log.warn({ source, reason }, 'A list of models is not believed'),
    onFailure: (failure) => log.error(describeFailure(failure), 'A list of models could not be asked for'),
  });
  const subscriptions = [
    settings.onChange(refresher.lookAgain),
    events.subscribe((event) => {
      if (event.type === 'changed' && (event.collection === 'keys' || event.collection === 'providers'))
        refresher.lookAgain();
    }),
  ];
  return {
    catalog: createModelCatalog({
      embedded: embeddedModels,
      extra: set.customModels,
      learned: learned.current,
      onGone: refresher.noteGone,
    }),
    start: refresher.start,
    refresh: refresher.refresh,
    async close() {
      for (const end of subscriptions) end();
      await refresher.dispose();
    },
  };
}
