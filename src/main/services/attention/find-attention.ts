import type { AgentToken } from '../../../shared/domain/agent-token';
import type { AttentionCause, AttentionItem, AttentionSeverity } from '../../../shared/domain/attention';
import type { ProviderKey } from '../../../shared/domain/key';
import type { BudgetState } from '../../../shared/domain/limits';
import { OPAQUE_ORIGIN, type OriginEntry } from '../../../shared/domain/origin';
import type { Status } from '../../../shared/domain/status';
import type { Workspace } from '../../../shared/domain/workspace';

/** From here on somebody should know. */
const NEAR_LIMIT = 0.8;
/** Longer ago, whoever tried has given up, or works by other means. */
const REFUSAL_COUNTS_MS = 60 * 60_000;

export interface AttentionWorld {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly status: Status;
  readonly keys: readonly ProviderKey[];
  readonly agentTokens: readonly AgentToken[];
  readonly workspaces: readonly Workspace[];
  readonly origins: readonly OriginEntry[];
  readonly aliases: readonly AliasStand[];
}

/** How an alias that is in use stands. A place is one model at one provider with one key. */
export interface AliasStand {
  readonly alias: string;
  /** Providers of the places that can answer now, or will in a moment. */
  readonly ready: readonly string[];
  /** Places that are set up but cannot answer, and when each is back. */
  readonly lost: readonly (string | null)[];
}

/** Everything a person should look at, the worst first. */
export function findAttention(world: AttentionWorld): readonly AttentionItem[] {
  const items = [
    ...findGeneral(world),
    ...world.keys.flatMap(findKeyTrouble),
    ...world.aliases.flatMap(findThinAlias),
    ...findBudgets(world),
    ...findRefusedOrigin(world),
  ];
  const rank = ({ severity }: AttentionItem) => (severity === 'bad' ? 0 : 1);
  return items.toSorted((left, right) => rank(left) - rank(right));
}

function findGeneral({ status }: AttentionWorld): AttentionItem[] {
  const { gateway, vault, counts } = status;
  const items: AttentionItem[] = [];
  if (gateway.state === 'failed') {
    items.push(item('bad', 'gateway_failed', { kind: 'gateway_failed', reason: gateway.error ?? '' }));
  }
  if (vault.state === 'locked' && counts.keys > 0) {
    items.push(item('bad', 'vault_locked', { kind: 'vault_locked', keys: counts.keys }));
  }
  if (counts.void_tokens > 0) {
    const count = counts.void_tokens;
    items.push(item('bad', `tokens_void:${count}`, { kind: 'tokens_void', count }));
  }
  if (vault.rekey?.state === 'stuck') items.push(item('warn', 'rekey_stuck', { kind: 'rekey_stuck' }));
  return items;
}

/** Cooling ones come back by themselves, and one that is switched off is nobody's trouble. */
function findKeyTrouble(key: ProviderKey): AttentionItem[] {
  if (!key.enabled || key.health.status !== 'unhealthy') return [];
  const code = key.health.last_error_code;
  return [
    item('bad', `key:${key.id}:${code}`, {
      kind: 'key_failing',
      key_id: key.id,
      provider: key.provider_name,
      label: key.key_label,
      code,
    }),
  ];
}

/** One that never had more than it has is as its owner made it. */
function findThinAlias({ alias, ready, lost }: AliasStand): AttentionItem[] {
  if (lost.length === 0 || ready.length > 1) return [];
  const [provider = null] = ready;
  const left = provider === null ? 0 : 1;
  const back = lost.flatMap((time) => (time === null ? [] : [time])).toSorted();
  return [
    item(left === 0 ? 'bad' : 'warn', `alias:${alias}:${left}`, {
      kind: 'alias_thin',
      alias,
      left,
      provider,
      back_at: back[0] ?? null,
    }),
  ];
}

type BudgetCause = Extract<AttentionCause, { kind: 'budget' }>;

function findBudgets({ agentTokens, workspaces, keys }: AttentionWorld): AttentionItem[] {
  return [
    ...agentTokens.flatMap(({ id, name, enabled, budget }) =>
      enabled ? findBudget({ scope: 'token', owner_id: id, name }, budget) : [],
    ),
    ...workspaces.flatMap(({ id, client_id: name, budget }) =>
      findBudget({ scope: 'workspace', owner_id: id, name }, budget),
    ),
    ...keys.flatMap(({ id, provider_name: provider, key_label: label, enabled, spend }) =>
      enabled ? findBudget({ scope: 'key', owner_id: id, name: `${provider} · ${label}` }, spend) : [],
    ),
  ];
}

function findBudget(
  owner: Pick<BudgetCause, 'scope' | 'owner_id' | 'name'>,
  budget: BudgetState | null,
): AttentionItem[] {
  // One of nothing is a switch that somebody has set.
  if (budget === null || budget.limit_usd <= 0) return [];
  const { window, action, limit_usd, spent_usd, resets_at } = budget;
  if (spent_usd < limit_usd * NEAR_LIMIT) return [];
  const isSpent = spent_usd >= limit_usd;
  const id = `budget:${owner.scope}:${owner.owner_id}:${resets_at}:${isSpent ? 100 : 80}`;
  return [
    item(isSpent && action === 'block' ? 'bad' : 'warn', id, {
      kind: 'budget',
      ...owner,
      window,
      action,
      limit_usd,
      spent_usd,
      resets_at,
    }),
  ];
}

/** The latest one alone: a page can call itself by as many names as it likes. */
function findRefusedOrigin({ origins, now }: AttentionWorld): AttentionItem[] {
  const latest = origins.find(
    ({ origin, state, last_seen: seen }) =>
      state === 'refused' &&
      // It names nobody, so there is nothing that could be allowed.
      origin !== OPAQUE_ORIGIN &&
      seen !== null &&
      now - Date.parse(seen) < REFUSAL_COUNTS_MS,
  );
  if (!latest) return [];
  const { origin, count } = latest;
  return [item('warn', `origin:${origin}`, { kind: 'origin_refused', origin, count })];
}

function item(severity: AttentionSeverity, id: string, cause: AttentionCause): AttentionItem {
  return { id, severity, ...cause };
}
