import { z } from 'zod';

/** Thirty days. */
const LONGEST_LIFETIME_HOURS = 720;

/** Both texts are shown to somebody else: nothing in them may turn a line around or hide. */
const shown = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((text) => !/\p{Bidi_Control}/u.test(text), 'holds characters that cannot be seen');
const line = (longest: number) =>
  shown(longest).refine((text) => !/\p{Cc}/u.test(text), 'must be one line of plain text');

export const inviteCreateRequest = z.strictObject({
  provider_name: z.string().min(1).max(63),
  /** What the key will be called. */
  label: line(60),
  /** How the owner calls themselves. */
  from: line(60),
  message: shown(500).optional(),
  workspace_id: z.string().min(1).max(64).optional(),
  share_with_pool: z.boolean().optional(),
  lifetime_hours: z.int().min(1).max(LONGEST_LIFETIME_HOURS).default(72),
  in_network: z.boolean().default(false),
});

export const inviteUpdateRequest = z.strictObject({ in_network: z.boolean() });

export const inviteRef = z.strictObject({ id: z.string().min(1).max(64) });

/** A sealed reply or withdrawal, a link that holds one, or a withdrawal code. */
export const inviteReplyRequest = z.strictObject({ reply: z.string().trim().min(1).max(64_000) });

export type InviteCreateRequest = z.output<typeof inviteCreateRequest>;
export type InviteUpdateRequest = z.output<typeof inviteUpdateRequest>;
export type InviteReplyRequest = z.output<typeof inviteReplyRequest>;
