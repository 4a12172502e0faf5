import { z } from 'zod';
import { keyCreateRequest } from './keys';

const MOST_KEYS = 500;
export const LONGEST_IMPORT = 1_048_576;
const id = z.string().min(1).max(64);
const { provider_name, key_label, account, workspace_id, share_with_pool, fields } = keyCreateRequest.shape;

/** A text, or the environment the app was started with. */
export const keyImportPreviewRequest = z
  .strictObject({
    text: z.string().min(1).max(LONGEST_IMPORT, 'is longer than a megabyte').optional(),
    file_name: z.string().max(255).optional(),
    environment: z.literal(true).optional(),
  })
  .refine((value) => (value.text === undefined) !== (value.environment === undefined), {
    error: 'is missing; send a text, or environment: true',
    path: ['text'],
  });

export const keyImportRequest = z.strictObject({
  session_id: id,
  keys: z
    .array(z.strictObject({ id, provider_name, key_label, account, workspace_id, share_with_pool, fields }))
    .min(1, 'must name at least one key')
    .max(MOST_KEYS)
    .refine((keys) => new Set(keys.map((key) => key.id)).size === keys.length, 'names a key twice'),
});

export const keyImportRef = z.strictObject({ session_id: id });

export type KeyImportPreviewRequest = z.output<typeof keyImportPreviewRequest>;
export type KeyImportRequest = z.output<typeof keyImportRequest>;
