import { z } from 'zod';
import { keyCreateRequest } from './keys';

const { provider_name, key_label, workspace_id, share_with_pool, account } = keyCreateRequest.shape;

export const connectRequest = z.strictObject({
  provider_name,
  key_label,
  workspace_id,
  share_with_pool,
  account,
  /** Has the app open the page in the system's browser, where there is one. */
  open_browser: z.boolean().optional(),
});

export const connectRef = z.strictObject({ flow_id: z.string().min(1).max(64) });

export type ConnectRequest = z.output<typeof connectRequest>;
