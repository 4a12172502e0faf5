import type { Migration } from '../migrate';

/** The same for agent tokens and for workspaces; a budget is there when its amount is. */
const limitsOf = (table: string) => `
    ALTER TABLE ${table} ADD COLUMN rpm_limit INTEGER;
    ALTER TABLE ${table} ADD COLUMN rpd_limit INTEGER;
    ALTER TABLE ${table} ADD COLUMN tpm_limit INTEGER;
    ALTER TABLE ${table} ADD COLUMN parallel_limit INTEGER;
    ALTER TABLE ${table} ADD COLUMN budget_nano_usd INTEGER;
    ALTER TABLE ${table} ADD COLUMN budget_window TEXT CHECK (budget_window IN ('day', 'week', 'month'));
    ALTER TABLE ${table} ADD COLUMN budget_action TEXT CHECK (budget_action IN ('block', 'warn'));
`;

/** What tokens, workspaces and keys may use, and which of them are paused. Nothing is limited that was not before. */
export const policy: Migration = {
  version: 40,
  sql: `
    ${limitsOf('workspaces')}
    ALTER TABLE workspaces ADD COLUMN credential_enabled INTEGER NOT NULL DEFAULT 1
      CHECK (credential_enabled IN (0, 1));
    ALTER TABLE workspaces ADD COLUMN last_used_at INTEGER;
    ${limitsOf('agent_tokens')}
    ALTER TABLE agent_tokens ADD COLUMN enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1));
    ALTER TABLE agent_tokens ADD COLUMN free_models_only INTEGER NOT NULL DEFAULT 0
      CHECK (free_models_only IN (0, 1));
    ALTER TABLE keys ADD COLUMN daily_limit INTEGER;
    ALTER TABLE keys ADD COLUMN minute_limit INTEGER;
    ALTER TABLE keys ADD COLUMN spend_limit_nano_usd INTEGER;
    ALTER TABLE keys ADD COLUMN spend_limit_period TEXT CHECK (spend_limit_period IN ('day', 'week', 'month'));
    ALTER TABLE keys ADD COLUMN spend_limit_action TEXT CHECK (spend_limit_action IN ('block', 'warn'));
  `,
};
