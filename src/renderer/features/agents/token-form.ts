import { type AgentToken, TOKEN_SCOPES, type TokenScope } from '../../../shared/domain/agent-token';
import { type LimitValues, NO_LIMIT_VALUES, startLimits, toLimitChange } from './limit-form';

/** How long a token lasts, as people choose it. `keep` leaves what an existing token has. */
export const LIFETIMES = ['keep', 'never', '7', '30', '90', '365'] as const;
export type Lifetime = (typeof LIFETIMES)[number];

export interface TokenFormValues {
  readonly name: string;
  readonly workspace_id: string;
  readonly allowed_models: readonly string[];
  readonly free_models_only: boolean;
  readonly scopes: readonly TokenScope[];
  readonly limits: LimitValues;
  readonly lifetime: Lifetime;
}

export const PRESETS = ['open', 'ide', 'batch', 'free'] as const;
export type Preset = (typeof PRESETS)[number];

const OPEN: Omit<TokenFormValues, 'name' | 'workspace_id'> = {
  allowed_models: [],
  free_models_only: false,
  scopes: TOKEN_SCOPES,
  limits: NO_LIMIT_VALUES,
  lifetime: 'never',
};

/** What each use asks for; everything can be changed afterwards. */
const PRESET_VALUES: Readonly<Record<Preset, typeof OPEN>> = {
  ide: {
    ...OPEN,
    allowed_models: ['agent/*'],
    limits: { ...NO_LIMIT_VALUES, budget: '10', window: 'month', rpm: '60', parallel: '4' },
  },
  batch: {
    ...OPEN,
    allowed_models: ['spideriq/*'],
    limits: { ...NO_LIMIT_VALUES, budget: '5', window: 'day', parallel: '8' },
    lifetime: '30',
  },
  free: { ...OPEN, free_models_only: true },
  open: OPEN,
};

export function applyPreset(preset: Preset, { name, workspace_id }: TokenFormValues): TokenFormValues {
  return { ...PRESET_VALUES[preset], name, workspace_id };
}

/** Nothing is limited until somebody chooses to: a first request should not be turned away. */
export function startTokenForm(token: AgentToken | null): TokenFormValues {
  if (token === null) return { ...PRESET_VALUES.open, name: '', workspace_id: 'personal' };
  const { name, workspace_id, allowed_models, free_models_only, scopes } = token;
  return {
    name,
    workspace_id,
    allowed_models,
    free_models_only,
    scopes,
    limits: startLimits(token),
    lifetime: 'keep',
  };
}

/** `undefined`: leave it as it is. */
function toExpiry(lifetime: Lifetime, now: number): string | null | undefined {
  if (lifetime === 'keep') return undefined;
  if (lifetime === 'never') return null;
  return new Date(now + Number(lifetime) * 86_400_000).toISOString();
}

export function toTokenRequest(values: TokenFormValues, now: number) {
  const expiry = toExpiry(values.lifetime, now);
  return {
    name: values.name.trim(),
    allowed_models: [...values.allowed_models],
    free_models_only: values.free_models_only,
    scopes: [...values.scopes],
    ...toLimitChange(values.limits),
    ...(expiry === undefined ? {} : { expires_at: expiry }),
  };
}
