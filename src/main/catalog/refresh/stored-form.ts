import { z } from 'zod';
import type { ModelPrice } from '../../gateway/types';
import { isCapability } from '../capabilities';
import type { Learned, SeenModel } from '../types';

const count = z.int().positive().nullable();
const amount = z.int().nonnegative();

const rates = {
  inputPerMillion: amount,
  outputPerMillion: amount,
  cachedInputPerMillion: amount.optional(),
  cacheWritePerMillion: amount.optional(),
  audioInputPerMillion: amount.optional(),
  imageInputPerMillion: amount.optional(),
  reasoningPerMillion: amount.optional(),
  audioOutputPerMillion: amount.optional(),
};

const fullPrice = z.object({
  ...rates,
  perRequest: amount.optional(),
  tiers: z
    .array(z.object({ ...rates, aboveInputTokens: z.int().positive() }))
    .readonly()
    .optional(),
});

/**
 * id, context, output, capabilities, price as nano-dollars per million: input, output, cached; by name where there is
 * more to say.
 */
const storedModel = z.tuple([
  z.string().min(1).max(200),
  count,
  count,
  z.array(z.string()).nullable(),
  z.union([z.tuple([amount, amount]), z.tuple([amount, amount, amount]), fullPrice]).nullable(),
]);
type StoredModel = z.output<typeof storedModel>;

const stored = z.object({
  version: z.literal(1),
  lists: z.record(
    z.string(),
    z.object({ at: z.number(), isComplete: z.boolean(), models: z.array(storedModel) }),
  ),
  modelsDev: z
    .object({
      at: z.number(),
      etag: z.string().nullable(),
      providers: z.record(z.string(), z.array(storedModel)),
    })
    .nullable(),
});

const NOTHING_LEARNED: Learned = { lists: new Map(), modelsDev: null };

export function writeLearned({ lists, modelsDev }: Learned): string {
  const form: z.input<typeof stored> = {
    version: 1,
    lists: Object.fromEntries(
      [...lists].map(([id, list]) => [id, { ...list, models: list.models.map(toStored) }]),
    ),
    modelsDev: modelsDev && {
      ...modelsDev,
      providers: Object.fromEntries(
        [...modelsDev.providers].map(([id, models]) => [id, models.map(toStored)]),
      ),
    },
  };
  return JSON.stringify(form);
}

/** A file that cannot be read is a file that says nothing: the next refresh writes another. */
export function readLearned(text: string | null): Learned {
  const parsed = stored.safeParse(parseJson(text));
  if (!parsed.success) return NOTHING_LEARNED;
  const { lists, modelsDev } = parsed.data;
  return {
    lists: new Map(
      Object.entries(lists).map(([id, list]) => [id, { ...list, models: list.models.map(fromStored) }]),
    ),
    modelsDev: modelsDev && {
      ...modelsDev,
      providers: new Map(
        Object.entries(modelsDev.providers).map(([id, models]) => [id, models.map(fromStored)]),
      ),
    },
  };
}

function toStored({ model, contextWindow, maxOutputTokens, capabilities, price }: SeenModel): StoredModel {
  return [model, contextWindow, maxOutputTokens, capabilities && [...capabilities], toStoredPrice(price)];
}

function toStoredPrice(price: ModelPrice | null): StoredModel[4] {
  if (price === null) return null;
  const { inputPerMillion: input, outputPerMillion: output, cachedInputPerMillion: cached, ...more } = price;
  if (Object.keys(more).length > 0) return price;
  return cached === undefined ? [input, output] : [input, output, cached];
}

function fromStored([model, contextWindow, maxOutputTokens, names, price]: StoredModel): SeenModel {
  return {
    model,
    contextWindow,
    maxOutputTokens,
    capabilities: names?.filter(isCapability) ?? null,
    price: fromStoredPrice(price),
  };
}

function fromStoredPrice(price: StoredModel[4]): ModelPrice | null {
  if (price === null) return null;
  if (!Array.isArray(price)) return price;
  const [inputPerMillion, outputPerMillion, cached] = price;
  return {
    inputPerMillion,
    outputPerMillion,
    ...(cached === undefined ? {} : { cachedInputPerMillion: cached }),
  };
}

function parseJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
