import { z } from 'zod';
import { agentTokenCreateRequest } from './agent-tokens';
import { aliasId, aliasPutRequest } from './aliases';
import { keyUpdateRequest } from './keys';
import { keyLimitFields, limitFields } from './limits';
import { isOrigin } from './origins';
import { providerCreateRequest } from './providers';
import { settingsUpdateRequest } from './settings';
import { workspaceCreateRequest } from './workspaces';

export const CONFIG_FORMAT = 'spidergate-config';
export const CONFIG_VERSION = 1;

const { name: workspaceName } = workspaceCreateRequest.shape;
const { name: tokenName, allowed_models, scopes, expires_at } = agentTokenCreateRequest.shape;
const key = keyUpdateRequest.shape;
const aliasSlot = aliasPutRequest.shape.slots.element
  .omit({ key_id: true })
  .extend({ key: z.string().min(1).max(80).optional() });

/**
 * The configuration without secrets, as people keep it among their dotfiles. Things go by name, because ids differ
 * from computer to computer. A section that is left out stays as it is; a field that is left out has no limit or its
 * usual value.
 */
export const configDocument = z.strictObject({
  format: z.literal(CONFIG_FORMAT, 'must be "spidergate-config"'),
  version: z.literal(
    CONFIG_VERSION,
    'is one that this version of SpiderGate does not know; update SpiderGate',
  ),
  settings: settingsUpdateRequest.optional(),
  allowed_origins: z.array(z.string().refine(isOrigin, 'must be an origin')).max(100).optional(),
  providers: z
    .strictObject({
      switched_off: z.array(z.string().min(1).max(63)).max(1000).default([]),
      custom: z.array(providerCreateRequest).max(1000).default([]),
    })
    .optional(),
  workspaces: z
    .array(
      z.strictObject({ name: workspaceName, credential_enabled: z.boolean().default(true), ...limitFields }),
    )
    .max(10_000)
    .optional(),
  keys: z
    .array(
      z.strictObject({
        provider: z.string().min(1).max(63),
        label: key.key_label.unwrap(),
        workspace: workspaceName.optional(),
        share_with_pool: z.boolean(),
        account: key.account.unwrap(),
        priority: key.priority.unwrap(),
        enabled: z.boolean().default(true),
        fields: key.fields.unwrap().default({}),
        ...keyLimitFields,
      }),
    )
    .max(10_000)
    .optional(),
  agent_tokens: z
    .array(
      z.strictObject({
        name: tokenName,
        workspace: workspaceName,
        enabled: z.boolean().default(true),
        allowed_models,
        free_models_only: z.boolean().default(false),
        scopes,
        expires_at: expires_at,
        ...limitFields,
      }),
    )
    .max(10_000)
    .optional(),
  aliases: z.record(aliasId, aliasPutRequest.extend({ slots: z.array(aliasSlot).min(1).max(16) })).optional(),
});

export type ConfigDocument = z.output<typeof configDocument>;
