import { type AgentToken, TOKEN_SCOPES, type TokenScope } from '../../../shared/domain/agent-token';

/** How long a token lasts, as people choose it. `keep` leaves what an existing token has. */
export const LIFETIMES = ['keep', 'never', '7', '30', '90', '365'] as const;
export type Lifetime = (typeof LIFETIMES)[number];

export interface TokenFormValues {
  readonly name: string;
  readonly allowed_models: readonly string[];
  readonly scopes: readonly TokenScope[];
  readonly lifetime: Lifetime;
}

export function startTokenForm(token: AgentToken | null): TokenFormValues {
  if (token === null) return { name: '', allowed_models: [], scopes: TOKEN_SCOPES, lifetime: 'never' };
  const { name, allowed_models, scopes } = token;
  return { name, allowed_models, scopes, lifetime: 'keep' };
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
    scopes: [...values.scopes],
    ...(expiry === undefined ? {} : { expires_at: expiry }),
  };
}
