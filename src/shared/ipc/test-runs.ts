import { z } from 'zod';

/** `workspace_id`: as whom; left out: as the personal one. */
export const testRunRequest = z.strictObject({
  model: z.string().min(1).max(300),
  prompt: z.string().trim().min(1).max(20_000),
  kind: z.enum(['chat', 'embeddings']).default('chat'),
  workspace_id: z.string().min(1).max(64).optional(),
});

export type TestRunRequest = z.output<typeof testRunRequest>;
