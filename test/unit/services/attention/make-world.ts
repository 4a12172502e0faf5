import type { AttentionWorld } from '../../../../src/main/services/attention/find-attention';
import type { AgentToken } from '../../../../src/shared/domain/agent-token';
import type { Status, VaultState } from '../../../../src/shared/domain/status';

export function makeStatus(
  change: { readonly vault?: VaultState; readonly keys?: number; readonly failure?: string } = {},
): Status {
  return {
    version: '0.0.0-test',
    gateway: {
      url: 'http://127.0.0.1:7743',
      state: change.failure === undefined ? 'running' : 'failed',
      error: change.failure ?? null,
      paused_until: null,
    },
    vault: {
      state: change.vault ?? 'unlocked',
      protection: 'passphrase',
      keychain_available: false,
      rekey: null,
    },
    counts: {
      providers_configured: 1,
      keys: change.keys ?? 0,
      damaged_keys: 0,
      agent_tokens: 0,
      void_tokens: 0,
      requests_today: 0,
      requests_running: 0,
      spent_today_usd: 0,
      cost_estimated_today: 0,
      cost_unknown_today: 0,
      saved_today_usd: 0,
    },
    uptime_s: 1,
  };
}

export function makeToken(change: Partial<AgentToken> = {}): AgentToken {
  return {
    id: 'token-1',
    name: 'opencode',
    workspace_id: 'personal',
    client_id: 'cli_1',
    masked: 'spideriq_pat_…Ab12cd',
    allowed_models: [],
    free_models_only: false,
    scopes: ['gate:chat'],
    enabled: true,
    rpm_limit: null,
    rpd_limit: null,
    tpm_limit: null,
    parallel_limit: null,
    budget_usd: null,
    budget_window: null,
    budget_action: null,
    monthly_budget_usd: null,
    budget: null,
    expires_at: null,
    created_at: '2026-11-01T00:00:00Z',
    last_used_at: null,
    last_used_by: null,
    ...change,
  };
}

export function makeWorld(change: Partial<AttentionWorld> = {}): AttentionWorld {
  return {
    now: Date.parse('2026-11-22T12:00:00Z'),
    status: makeStatus(),
    keys: [],
    agentTokens: [],
    workspaces: [],
    origins: [],
    aliases: [],
    ...change,
  };
}
