import { z } from 'zod';

const provider = z.string().min(1).max(63);
const model = z.string().min(1).max(200);

export const modelSearchRequest = z.strictObject({
  /** Words that all occur in `provider/model`. */
  search: z.string().max(200).default(''),
  provider: provider.optional(),
  limit: z.int().min(1).max(200).default(50),
});

export const modelDescribeRequest = z.strictObject({
  places: z.array(z.strictObject({ provider, model })).max(64),
});

export type ModelSearchRequest = z.output<typeof modelSearchRequest>;
export type ModelDescribeRequest = z.output<typeof modelDescribeRequest>;
