import { z } from 'zod';

/** Filters of the request log that somebody gave a name. The window's own, like its theme. */
export const savedViews = z
  .array(z.strictObject({ name: z.string().trim().min(1).max(60), query: z.string().trim().min(1).max(400) }))
  .max(50);

export type SavedViews = readonly { readonly name: string; readonly query: string }[];
