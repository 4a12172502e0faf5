import type { CustomModel, CustomProvider } from '../../shared/domain/provider';
import type { ProviderDirectory } from '../gateway/ports';
import type { Capability, ModelFacts, ProviderDefinition } from '../gateway/types';
import { NEUTRAL_COUNTING, NEUTRAL_QUIRKS } from '../providers';
import type { EmbeddedProvider } from '../providers/types';
import type { Storage } from '../storage/types';
import type { LocalServers } from './local-servers';

const CAPABILITIES: readonly string[] = [
  'vision',
  'tools',
  'json',
  'reasoning',
  'audio',
  'embeddings',
] satisfies Capability[];

/** All providers, in memory: those that ship with the program and the user's own. */
export interface ProviderBook extends ProviderDirectory {
  embedded(id: string): EmbeddedProvider | null;
  isCustom(id: string): boolean;
  insertCustom(provider: CustomProvider): void;
  /** Of a custom provider: instead of those it had. */
  setModels(id: string, models: CustomProvider['models']): void;
  /** The keys go too. */
  deleteCustom(id: string): void;
  setEnabled(id: string, enabled: boolean): void;
  /** What the owners of custom providers said about their models. */
  customModels(): readonly ModelFacts[];
  listCustom(): readonly CustomProvider[];
  /** Those whose switch was ever touched. */
  switches(): ReadonlyMap<string, boolean>;
  /** Storage holds others now. */
  reload(): void;
}

interface BookParts {
  readonly storage: Storage;
  readonly embeddedProviders: readonly EmbeddedProvider[];
  readonly localServers: LocalServers;
}

export function createProviderBook({ storage, embeddedProviders, localServers }: BookParts): ProviderBook {
  const embedded = new Map(embeddedProviders.map((provider) => [provider.id, provider]));
  const readCustom = () => new Map(storage.providers.listCustom().map((provider) => [provider.id, provider]));
  let custom = readCustom();
  let switches = new Map(storage.providers.listSwitches());
  let definitions = new Map<string, ProviderDefinition>();
  let listed: readonly ProviderDefinition[] = [];
  let models: readonly ModelFacts[] = [];

  function rebuild(): void {
    listed = [
      ...embeddedProviders.map((provider) => atLocalAddress(provider, localServers)),
      ...[...custom.values()].map(toDefinition),
    ];
    definitions = new Map(listed.map((provider) => [provider.id, provider]));
    models = [...custom.values()].flatMap((provider) =>
      provider.models.map((model) => toFacts(provider.id, model)),
    );
  }

  rebuild();
  return {
    get: (id) => definitions.get(id) ?? null,
    list: () => listed,
    isEnabled: (id) => switches.get(id) ?? true,
    runningLocalModels: localServers.models,
    runningLocalServers: localServers.running,
    embedded: (id) => embedded.get(id) ?? null,
    isCustom: (id) => custom.has(id),
    insertCustom(provider) {
      storage.providers.insertCustom(provider);
      custom.set(provider.id, provider);
      rebuild();
    },
    setModels(id, models) {
      const provider = custom.get(id);
      if (!provider) return;
      storage.providers.setModels(id, models);
      custom.set(id, { ...provider, models });
      rebuild();
    },
    deleteCustom(id) {
      storage.providers.deleteCustom(id);
      custom.delete(id);
      switches.delete(id);
      rebuild();
    },
    setEnabled(id, enabled) {
      storage.providers.setSwitch(id, enabled);
      switches.set(id, enabled);
    },
    customModels: () => models,
    listCustom: () => [...custom.values()],
    switches: () => switches,
    reload() {
      custom = readCustom();
      switches = new Map(storage.providers.listSwitches());
      rebuild();
    },
  };
}

/** The definition says where a local server usually is; the prober knows where it looks. */
function atLocalAddress(provider: EmbeddedProvider, localServers: LocalServers): ProviderDefinition {
  const address = localServers.addresses.get(provider.id);
  return address === undefined ? provider : { ...provider, baseUrl: address };
}

function toDefinition(provider: CustomProvider): ProviderDefinition {
  return {
    id: provider.id,
    name: provider.name,
    kind: 'custom',
    baseUrl: provider.base_url,
    auth: provider.auth,
    keyless: null,
    extraHeaders: {},
    anonymousModels: [],
    needs: [],
    keyUrl: null,
    privatePrompts: true,
    otherIds: [],
    refused: null,
    quirks: NEUTRAL_QUIRKS,
    ...NEUTRAL_COUNTING,
    requestsWindow: 'minute',
  };
}

function toFacts(provider: string, model: CustomModel): ModelFacts {
  const { input_usd_per_million: input, output_usd_per_million: output } = model;
  return {
    provider,
    model: model.id,
    contextWindow: model.context_window ?? null,
    maxOutputTokens: model.max_output_tokens ?? null,
    maxInputTokens: null,
    capabilities: model.capabilities?.filter(isCapability) ?? null,
    price:
      input === undefined || output === undefined
        ? null
        : { inputPerMillion: Math.round(input * 1e9), outputPerMillion: Math.round(output * 1e9) },
    tier: null,
  };
}

function isCapability(name: string): name is Capability {
  return CAPABILITIES.includes(name);
}
