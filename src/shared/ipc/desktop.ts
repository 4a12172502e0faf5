import { z } from 'zod';

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 22:00');

export const quietHours = z.strictObject({ from: timeOfDay, to: timeOfDay }).nullable();

export const noticeKinds = z.strictObject({
  budgets: z.boolean(),
  keys: z.boolean(),
  aliases: z.boolean(),
  vault: z.boolean(),
  invites: z.boolean(),
});

/** What is named is changed. */
export const desktopUpdateRequest = z.strictObject({
  start_at_login: z.boolean().optional(),
  start_hidden: z.boolean().optional(),
  open_links: z.boolean().optional(),
  notifications: z
    .strictObject({
      enabled: z.boolean().optional(),
      kinds: noticeKinds.partial().optional(),
      quiet_hours: quietHours.optional(),
    })
    .optional(),
});

export type DesktopUpdateRequest = z.output<typeof desktopUpdateRequest>;
