import { z } from 'zod';
import { USAGE_GROUPS } from '../domain/usage';
import { requestListRequest } from './requests';

const id = z.string().min(1).max(263);
const time = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: 'must be a date such as 2026-12-31 or a time such as 2026-12-31T00:00:00Z',
});

/** The query string of `GET /usage`. The six names of groups are filters as well: an id, or the name it goes by. */
export const usageRequest = z.strictObject({
  from: time.optional(),
  /** Exclusive. */
  to: time.optional(),
  bucket: z.enum(['hour', 'day'], 'must be hour or day').default('day'),
  group_by: z.enum(USAGE_GROUPS, `must be one of ${USAGE_GROUPS.join(', ')}`).optional(),
  provider: id.optional(),
  model: id.optional(),
  alias: id.optional(),
  token: id.optional(),
  key: id.optional(),
  workspace: id.optional(),
});

export type UsageRequest = z.output<typeof usageRequest>;

/** The query string of `GET /requests/export`. */
export const requestExportRequest = requestListRequest
  .omit({ limit: true, cursor: true, newer_than: true })
  .extend({ format: z.enum(['csv', 'jsonl'], 'must be csv or jsonl').default('csv') });

export type RequestExportRequest = z.output<typeof requestExportRequest>;
