import type { Command } from 'commander';
import type { AgentToken, CreatedAgentToken } from '../../shared/domain/agent-token';
import { agentTokenCreateRequest, agentTokenUpdateRequest } from '../../shared/ipc/agent-tokens';
import type { Page } from '../../shared/ipc/contract';
import type { Cli } from '../cli';
import { addFieldOptions, type FieldOptions, readFieldValues } from '../input/field-options';
import { findOne } from '../input/find-one';
import { formatUsd } from '../output/format';
import type { Column } from '../output/table';
import { LIMIT_HELP } from './limit-help';
import { showDeleted, showList, showOne, showSecret } from './show';
import { withWorkspaceId } from './workspaces';

const COLUMNS: readonly Column<AgentToken>[] = [
  { title: 'NAME', of: ({ name }) => name },
  { title: 'ID', of: ({ id }) => id },
  { title: 'STATE', of: (token) => (token.enabled ? 'active' : 'paused') },
  { title: 'SPENT', of: ({ budget }) => formatUsd(budget?.spent_usd), align: 'right' },
  { title: 'BUDGET', of: ({ budget_usd }) => formatUsd(budget_usd), align: 'right' },
  { title: 'PER', of: ({ budget_window }) => budget_window },
  { title: 'MODELS', of: ({ allowed_models }) => (allowed_models.length === 0 ? 'all' : allowed_models) },
  { title: 'EXPIRES', of: ({ expires_at }) => expires_at },
  { title: 'LAST USED', of: ({ last_used_at }) => last_used_at },
];

const REMARK = 'This is the token. It is shown this once:';
const FIELDS = {
  names: { workspace_id: 'workspace' },
  help: {
    ...LIMIT_HELP,
    workspace_id: 'id or name of the workspace it belongs to',
    allowed_models: 'aliases and models it may use, e.g. "spideriq/*,groq/*"; an empty list allows all',
    free_models_only: 'only models that cost nothing serve it',
    scopes: 'what it may do',
    expires_at: 'when it stops working',
  },
  spans: 'future',
} as const;

export function addTokenCommands(program: Command, cli: Cli): void {
  const group = program
    .command('tokens')
    .description("agent tokens: each tool's own credential, with its limits")
    .addHelpText(
      'after',
      '\nExamples:\n  TOKEN=$(spidergate tokens create --name ci-bot --budget-usd 2 --budget-window day)\n  spidergate tokens update ci-bot --rpm-limit 60 --allowed-models "spideriq/*"\n  spidergate tokens pause ci-bot',
    );
  group
    .command('list')
    .description('all agent tokens')
    .action(async () =>
      showList(cli, await listTokens(cli), { columns: COLUMNS, none: 'No agent tokens yet.' }),
    );
  group
    .command('show <token>')
    .description('everything about one token but its secret')
    .action(async (meant: string) => showOne(cli, await findToken(cli, meant)));
  addCreate(group, cli);
  addChanges(group, cli);
  addEnds(group, cli);
}

function addCreate(group: Command, cli: Cli): void {
  const fields: FieldOptions = { schema: agentTokenCreateRequest, now: cli.now, ...FIELDS };
  addFieldOptions(
    group.command('create').description('a new token, which is printed this once'),
    fields,
  ).action(async (typed: Record<string, unknown>) => {
    const body = await withWorkspaceId(cli, readFieldValues(typed, fields));
    const made = await cli.control.call<CreatedAgentToken>('POST', '/agent-tokens', body);
    showSecret(cli, made, made.token, REMARK);
  });
}

function addChanges(group: Command, cli: Cli): void {
  const change = async (meant: string, body: object) => {
    const { id } = await findToken(cli, meant);
    showOne(cli, await cli.control.call<AgentToken>('PATCH', `/agent-tokens/${id}`, body));
  };
  const fields: FieldOptions = {
    schema: agentTokenUpdateRequest,
    omit: ['enabled'],
    now: cli.now,
    ...FIELDS,
  };
  addFieldOptions(
    group.command('update <token>').description('change its name or its limits'),
    fields,
  ).action((meant: string, typed: Record<string, unknown>) => change(meant, readFieldValues(typed, fields)));
  group
    .command('pause <token>')
    .description('turn it away until it is resumed')
    .action((meant: string) => change(meant, { enabled: false }));
  group
    .command('resume <token>')
    .description('let it work again')
    .action((meant: string) => change(meant, { enabled: true }));
}

function addEnds(group: Command, cli: Cli): void {
  group
    .command('rotate <token>')
    .description('a new secret with the same limits; the old one stops working at once')
    .action(async (meant: string) => {
      const { id } = await findToken(cli, meant);
      const rotated = await cli.control.call<CreatedAgentToken>('POST', `/agent-tokens/${id}/rotate`);
      showSecret(cli, rotated, rotated.token, REMARK);
    });
  group
    .command('revoke <token>')
    .description('delete it; it stops working at once')
    .action(async (meant: string) => {
      const { id, name } = await findToken(cli, meant);
      await cli.control.call('DELETE', `/agent-tokens/${id}`);
      showDeleted(cli, id, name);
    });
}

function listTokens(cli: Cli): Promise<Page<AgentToken>> {
  return cli.control.call<Page<AgentToken>>('GET', '/agent-tokens');
}

async function findToken(cli: Cli, meant: string): Promise<AgentToken> {
  const { data } = await listTokens(cli);
  return findOne(data, meant, { kind: 'agent token', namesOf: ({ name }) => [name] });
}
