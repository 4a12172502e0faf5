import { z } from 'zod';
import type { ModelFacts } from '../gateway/types';
import { isCapability } from './capabilities';
import data from './models.json';
import ownData from './own-models.json';
import { toPrice } from './price';

const amount = z.number().nonnegative().nullable();
const rate = z.number().positive().optional();

/** The columns of models.json; the last, prices of parts in USD per million, is left out where there are none. */
const row = z.tuple([
  z.string(),
  z.string(),
  z.int().positive().nullable(),
  z.int().positive().nullable(),
  amount,
  amount,
  amount,
  z.string().transform((names, context) => {
    const capabilities = names.split(' ').filter(isCapability);
    if (capabilities.join(' ') !== names) context.addIssue(`unknown capability in "${names}"`);
    return capabilities;
  }),
  z.enum(['free', 'paid', 'subscription', 'local']).nullable(),
  z
    .strictObject({
      cacheWrite: rate,
      audioInput: rate,
      imageInput: rate,
      reasoning: rate,
      audioOutput: rate,
      perRequest: rate,
      tiers: z
        .array(
          z.strictObject({
            above: z.int().positive(),
            input: z.number().nonnegative(),
            output: z.number().nonnegative(),
            cached: rate,
            cacheWrite: rate,
          }),
        )
        .optional(),
    })
    .optional(),
]);

/** Reduced from a data package; source and licence are in the file and in decisions/0009. */
export const snapshotModels: readonly ModelFacts[] = readRows(data.models);

/** Written by hand for what the snapshot's source leaves out. */
export const ownModels: readonly ModelFacts[] = readRows(ownData.models);

function readRows(rows: unknown): readonly ModelFacts[] {
  return z
    .array(row)
    .parse(rows)
    .map(
      ([
        provider,
        model,
        contextWindow,
        maxOutputTokens,
        input,
        output,
        cached,
        capabilities,
        tier,
        parts,
      ]) => ({
        provider,
        model,
        contextWindow,
        maxOutputTokens,
        maxInputTokens: null,
        capabilities,
        price: toPrice({ input, output, cached, ...parts }),
        tier,
      }),
    );
}
