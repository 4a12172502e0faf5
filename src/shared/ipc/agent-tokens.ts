import { z } from 'zod';
import { TOKEN_SCOPES } from '../domain/agent-token';
import { limitFields } from './limits';

const name = z.string().trim().min(1).max(80);
const allowedModels = z.array(z.string().trim().min(1).max(263)).max(200);
const scopes = z.array(z.enum(TOKEN_SCOPES)).min(1, 'needs at least one scope');
const expiresAt = z.iso.datetime({
  offset: true,
  error: 'must be a date and time such as 2026-12-31T00:00:00Z',
});

export const agentTokenCreateRequest = z.strictObject({
  name,
  workspace_id: z.string().min(1).max(64).optional(),
  allowed_models: allowedModels.default([]),
  free_models_only: z.boolean().optional(),
  scopes: scopes.default([...TOKEN_SCOPES]),
  expires_at: expiresAt.nullable().optional(),
  ...limitFields,
});

export const agentTokenUpdateRequest = z
  .strictObject({
    name: name.optional(),
    enabled: z.boolean().optional(),
    allowed_models: allowedModels.optional(),
    free_models_only: z.boolean().optional(),
    scopes: scopes.optional(),
    expires_at: expiresAt.nullable().optional(),
    ...limitFields,
  })
  .refine((value) => Object.keys(value).length > 0, 'name at least one field to change');

export const agentTokenRef = z.strictObject({ id: z.string().min(1).max(64) });

export type AgentTokenCreateRequest = z.output<typeof agentTokenCreateRequest>;
export type AgentTokenUpdateRequest = z.output<typeof agentTokenUpdateRequest>;
