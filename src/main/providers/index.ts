import { z } from 'zod';
import type { ConcurrencyLimit, CountingRules, FreeLimit } from '../gateway/types';
import data from './providers.json';
import type { EmbeddedProvider, KeyCheck } from './types';

/** The built-in provider that answers with no key at all, as itself. */
const DEMO_PROVIDER = 'spidergate';
export const DEMO_MODEL = 'demo';
const MODEL_LIST = '/models';

const quirks = z
  .strictObject({
    maxTokensField: z.enum(['max_tokens', 'max_completion_tokens', 'either']).default('either'),
    developerRole: z.boolean().default(false),
    dropParams: z.array(z.string()).default([]),
    renameParams: z.record(z.string(), z.string()).default({}),
    dropMessageFields: z.array(z.string()).default([]),
    withTools: z.record(z.string(), z.unknown()).default({}),
    withJson: z.record(z.string(), z.unknown()).default({}),
    withEmbeddings: z.record(z.string(), z.unknown()).default({}),
    maxTemperature: z.number().nullable().default(null),
    shortToolCallIds: z.boolean().default(false),
    defaultMaxTokens: z.number().nullable().default(null),
    streamOptions: z.boolean().default(true),
    singleChoice: z.boolean().default(false),
    ignoresJsonSchema: z.boolean().default(false),
    flattenTextContent: z.boolean().default(false),
    emptyContentForNull: z.boolean().default(false),
    stripToolSchemaKeys: z.array(z.string()).default([]),
  })
  .readonly();

/** What a provider that is not in the data gets: nothing is dropped or renamed. */
export const NEUTRAL_QUIRKS = quirks.parse({ developerRole: true });

/** What a provider that is not in the data gets: what is not told is not counted. */
export const NEUTRAL_COUNTING: CountingRules = {
  freeLimits: [],
  concurrency: [],
  neurons: {},
  reservesOutput: false,
};

const perMillion = z.number().nonnegative();

/** How a provider counts, where that is not one pool per account. */
const quota = z.strictObject({
  /** One pool for each model instead of one for all that fit. */
  perModel: z.boolean().default(false),
  /** Nobody publishes the rate; the table is only where to start from. */
  isGuess: z.boolean().default(false),
  dayOffsetHours: z.number().default(0),
  requestsWindow: z.enum(['minute', 'day']).default('minute'),
  reservesOutput: z.boolean().default(false),
  /** For limits of parallel requests that are not those of a free tier. */
  concurrency: z.array(z.strictObject({ model: z.string(), limit: z.int().positive() })).default([]),
  /** Neurons per million tokens, by model. */
  neurons: z.record(z.string(), z.strictObject({ input: perMillion, output: perMillion })).default({}),
});

const place = z.array(z.string());

/** How a key is asked about, where `GET /models` with the key does not tell. Paths go behind the base URL. */
const keyCheck = z.strictObject({
  /** A path that only a good key may read, or `chat`: a question nobody answers, as the model list says nothing. */
  ask: z.string().default(MODEL_LIST),
  models: z.string().default(MODEL_LIST),
  /** Where the answer says that the account never paid. */
  free: place.nullable().default(null),
  /** Where it says whose account it is: in the answer, or in a header. */
  account: place.nullable().default(null),
  accountHeader: z.string().nullable().default(null),
  left: z
    .array(
      z.strictObject({
        left: place,
        limit: place.nullable().default(null),
        unit: z.string(),
        unitAt: place.nullable().default(null),
        window: z.enum(['day', 'month']).nullable().default(null),
      }),
    )
    .default([]),
});

/** What a provider that is not in the data gets. */
export const USUAL_KEY_CHECK: KeyCheck = keyCheck.parse({});

const limitRow = z.looseObject({ model: z.string() });

/** Column of the free-tier table → what it counts. */
const LIMIT_COLUMNS = [
  ['rps', 'requests', 'second'],
  ['rpm', 'requests', 'minute'],
  ['rph', 'requests', 'hour'],
  ['rpd', 'requests', 'day'],
  ['rpMonth', 'requests', 'month'],
  ['tpm', 'tokens', 'minute'],
  ['tpd', 'tokens', 'day'],
  ['neuronsPerDay', 'neurons', 'day'],
] as const;

function toFreeLimit(
  row: z.output<typeof limitRow>,
  pools: z.output<typeof quota>,
  onlyWithoutKey: boolean,
): FreeLimit {
  return {
    onlyWithoutKey,
    model: row.model,
    isShared: !pools.perModel,
    isGuess: pools.isGuess,
    dayOffsetHours: pools.dayOffsetHours,
    windows: LIMIT_COLUMNS.flatMap(([column, unit, window]) => {
      const limit = row[column];
      return typeof limit === 'number' ? [{ unit, window, limit }] : [];
    }),
  };
}

function toConcurrency(row: z.output<typeof limitRow>): readonly ConcurrencyLimit[] {
  return typeof row.concurrency === 'number' ? [{ model: row.model, limit: row.concurrency }] : [];
}

const freeTierKind = z.enum(['recurring', 'trial-credit', 'none', 'anonymous', 'subscription', 'local']);

const provider = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['cloud', 'gateway', 'subscription', 'local']),
    baseUrl: z.url(),
    otherBaseUrls: z.array(z.url()).default([]),
    auth: z.enum(['bearer', 'optional-bearer']),
    keyless: z.enum(['local', 'anonymous']).nullable().default(null),
    extraHeaders: z.record(z.string(), z.string()).default({}),
    anonymousModels: z.array(z.string()).default([]),
    needs: z.array(z.string()).default([]),
    keyUrl: z.string().nullable(),
    keyPrefixes: z.array(z.string()).default([]),
    envNames: z.array(z.string()).default([]),
    fieldEnvNames: z.record(z.string(), z.array(z.string())).default({}),
    accountRule: z.string().nullable().default(null),
    keyCheck: keyCheck.prefault({}),
    otherIds: z.array(z.string()).default([]),
    refused: z.string().nullable().default(null),
    freeTier: z.object({
      kind: freeTierKind,
      summary: z.string().nullable(),
      limits: z.array(limitRow),
      asOf: z.string().nullable().default(null),
    }),
    terms: z.array(z.string()).default([]),
    endpoints: z.object({ models: z.boolean() }),
    quirks,
    quota: quota.prefault({}),
  })
  .transform(({ freeTier, quota: pools, endpoints, ...rest }) => ({
    ...rest,
    listsModels: endpoints.models,
    // Each label that ships is one that speaks against sending anything confidential there.
    privatePrompts: rest.terms.length === 0,
    freeTier: freeTier.summary,
    freeTierAsOf: freeTier.asOf,
    freeTierKind: freeTier.kind,
    freeLimits: freeTier.limits.map((limit) => toFreeLimit(limit, pools, freeTier.kind === 'anonymous')),
    concurrency: [...freeTier.limits.flatMap(toConcurrency), ...pools.concurrency],
    neurons: pools.neurons,
    reservesOutput: pools.reservesOutput,
    requestsWindow: pools.requestsWindow,
  }));

const demo: EmbeddedProvider = {
  id: DEMO_PROVIDER,
  name: 'SpiderGate demo',
  kind: 'builtin',
  baseUrl: 'spidergate://demo',
  auth: 'none',
  keyless: 'local',
  extraHeaders: {},
  anonymousModels: [],
  needs: [],
  keyUrl: null,
  keyPrefixes: [],
  envNames: [],
  fieldEnvNames: {},
  accountRule: null,
  keyCheck: USUAL_KEY_CHECK,
  otherIds: [],
  refused: null,
  freeTier: 'Answers as itself until a key or a local server does.',
  freeTierAsOf: null,
  freeTierKind: 'local',
  terms: [],
  privatePrompts: true,
  listsModels: false,
  quirks: NEUTRAL_QUIRKS,
  ...NEUTRAL_COUNTING,
  requestsWindow: 'minute',
};

/** The providers of the shipped data, in the order of the data; the demo comes last. */
export const embeddedProviders: readonly EmbeddedProvider[] = [
  ...data.providers.map((entry) => provider.parse(entry)),
  demo,
];
