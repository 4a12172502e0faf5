import { z } from 'zod';

export const workspaceCreateRequest = z.strictObject({
  name: z
    .string()
    .trim()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/,
      'use letters, digits, "-" or "_"; it is part of client:<workspace>/<leaf>',
    ),
});

export type WorkspaceCreateRequest = z.output<typeof workspaceCreateRequest>;
