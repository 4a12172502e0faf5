import { z } from 'zod';
import { limitFields } from './limits';

const name = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/,
    'use letters, digits, "-" or "_"; it is part of client:<workspace>/<leaf>',
  );

export const workspaceCreateRequest = z.strictObject({ name, ...limitFields });

export const workspaceUpdateRequest = z
  .strictObject({
    name: name.optional(),
    /** False: the client credential is turned away; agent tokens of the workspace are not. */
    credential_enabled: z.boolean().optional(),
    ...limitFields,
  })
  .refine((value) => Object.keys(value).length > 0, 'name at least one field to change');

export const workspaceRef = z.strictObject({ id: z.string().min(1).max(64) });

export const workspaceDeleteOptions = z.strictObject({
  /** Its tokens, keys and `client:` aliases go too; without it a workspace that has any is not deleted. */
  with_contents: z.boolean().default(false),
});

export type WorkspaceCreateRequest = z.output<typeof workspaceCreateRequest>;
export type WorkspaceUpdateRequest = z.output<typeof workspaceUpdateRequest>;
export type WorkspaceDeleteOptions = z.output<typeof workspaceDeleteOptions>;
