import type { Command } from 'commander';
import type { CreatedWorkspace, Workspace } from '../../shared/domain/workspace';
import type { Page } from '../../shared/ipc/contract';
import { workspaceCreateRequest, workspaceUpdateRequest } from '../../shared/ipc/workspaces';
import type { Cli } from '../cli';
import { addFieldOptions, type FieldOptions, readFieldValues } from '../input/field-options';
import { findOne } from '../input/find-one';
import { formatUsd } from '../output/format';
import type { Column } from '../output/table';
import { LIMIT_HELP } from './limit-help';
import { showDeleted, showList, showOne, showSecret } from './show';

const COLUMNS: readonly Column<Workspace>[] = [
  { title: 'NAME', of: ({ name }) => name },
  { title: 'ID', of: ({ id }) => id },
  { title: 'CLIENT ID', of: ({ client_id }) => client_id },
  { title: 'BUDGET', of: ({ budget_usd }) => formatUsd(budget_usd), align: 'right' },
  { title: 'PER', of: ({ budget_window }) => budget_window },
  { title: 'LAST USED', of: ({ last_used_at }) => last_used_at },
];

const REMARK = 'This is the client credential of the workspace. It is shown this once:';

export function addWorkspaceCommands(program: Command, cli: Cli): void {
  const group = program
    .command('workspaces')
    .description('brands, which own keys, aliases and tokens')
    .addHelpText(
      'after',
      '\nExamples:\n  spidergate workspaces create acme > acme-credential.txt\n  spidergate workspaces rotate acme',
    );
  group
    .command('list')
    .description('all workspaces')
    .action(async () =>
      showList(cli, await listWorkspaces(cli), { columns: COLUMNS, none: 'No workspaces.' }),
    );
  addCreate(group, cli);
  addUpdates(group, cli);
  group
    .command('rotate <workspace>')
    .description('a new client credential; the old one stops working at once')
    .action(async (meant: string) => {
      const { id } = await findWorkspace(cli, meant);
      const rotated = await cli.control.call<CreatedWorkspace>('POST', `/workspaces/${id}/rotate`);
      showSecret(cli, rotated, rotated.credential, REMARK);
    });
  group
    .command('remove <workspace>')
    .description('delete a workspace that owns nothing any more')
    .option('--with-contents', 'delete its tokens, keys and aliases as well')
    .action(async (meant: string, { withContents }: { withContents?: boolean }) => {
      const { id, name } = await findWorkspace(cli, meant);
      await cli.control.call('DELETE', `/workspaces/${id}${withContents ? '?with_contents=true' : ''}`);
      showDeleted(cli, id, name);
    });
}

function addCreate(group: Command, cli: Cli): void {
  const fields: FieldOptions = {
    schema: workspaceCreateRequest,
    omit: ['name'],
    help: LIMIT_HELP,
    now: cli.now,
  };
  addFieldOptions(
    group.command('create <name>').description('a new workspace; prints its client credential'),
    fields,
  ).action(async (name: string, typed: Record<string, unknown>) => {
    const body = readFieldValues(typed, fields, { name });
    const made = await cli.control.call<CreatedWorkspace>('POST', '/workspaces', body);
    showSecret(cli, made, made.credential, REMARK);
  });
}

function addUpdates(group: Command, cli: Cli): void {
  const change = async (meant: string, body: object) => {
    const { id } = await findWorkspace(cli, meant);
    showOne(cli, await cli.control.call<Workspace>('PATCH', `/workspaces/${id}`, body));
  };
  const fields: FieldOptions = { schema: workspaceUpdateRequest, help: LIMIT_HELP, now: cli.now };
  addFieldOptions(
    group.command('update <workspace>').description('change its name or its limits'),
    fields,
  ).action((meant: string, typed: Record<string, unknown>) => change(meant, readFieldValues(typed, fields)));
  group
    .command('rename <workspace> <name>')
    .description('give it another name')
    .action((meant: string, name: string) => change(meant, readFieldValues({}, fields, { name })));
}

function listWorkspaces(cli: Cli): Promise<Page<Workspace>> {
  return cli.control.call<Page<Workspace>>('GET', '/workspaces');
}

/** By id, client id or name. */
export async function findWorkspace(cli: Cli, meant: string): Promise<Workspace> {
  const { data } = await listWorkspaces(cli);
  return findOne(data, meant, { kind: 'workspace', namesOf: ({ name, client_id }) => [name, client_id] });
}

/** Puts the id where the person has given a name. */
export async function withWorkspaceId<T extends Record<string, unknown>>(cli: Cli, body: T): Promise<T> {
  const meant = body.workspace_id;
  return typeof meant === 'string' ? { ...body, workspace_id: (await findWorkspace(cli, meant)).id } : body;
}
