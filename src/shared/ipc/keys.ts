import { z } from 'zod';
import { keyLimitFields } from './limits';

const label = z.string().trim().min(1).max(80);
const fields = z.record(z.string().regex(/^[a-z_]{1,40}$/), z.string().trim().min(1).max(200));

export const keyCreateRequest = z.strictObject({
  provider_name: z.string().min(1).max(63),
  /** A provider secret is printable ASCII without blanks; anything else was pasted wrongly. */
  api_key: z
    .string()
    .trim()
    .min(4, 'is too short to be a key')
    .max(4096)
    .regex(/^[\x21-\x7e]+$/, 'contains blanks or characters no key has'),
  key_label: label.optional(),
  workspace_id: z.string().min(1).max(64).optional(),
  share_with_pool: z.boolean().optional(),
  account: label.optional(),
  priority: z.int().min(0).max(1000).optional(),
  fields: fields.optional(),
  ...keyLimitFields,
});

export const keyUpdateRequest = z
  .strictObject({
    key_label: label.optional(),
    workspace_id: z.string().min(1).max(64).nullable().optional(),
    share_with_pool: z.boolean().optional(),
    account: label.optional(),
    priority: z.int().min(0).max(1000).optional(),
    enabled: z.boolean().optional(),
    fields: fields.optional(),
    ...keyLimitFields,
  })
  .refine((value) => Object.keys(value).length > 0, 'name at least one field to change');

export const keyRef = z.strictObject({ id: z.string().min(1).max(64) });

/** Every key of a provider, the one to be tried first in front. */
export const keyOrderRequest = z.strictObject({
  provider_name: z.string().min(1).max(63),
  key_ids: z.array(keyRef.shape.id).min(1).max(1000),
});

export type KeyOrderRequest = z.output<typeof keyOrderRequest>;
export type KeyCreateRequest = z.output<typeof keyCreateRequest>;
export type KeyUpdateRequest = z.output<typeof keyUpdateRequest>;
