import type { Command } from 'commander';
import type { Alias, AliasSlot } from '../../shared/domain/alias';
import { aliasId, aliasPutRequest } from '../../shared/ipc/aliases';
import type { Page } from '../../shared/ipc/contract';
import type { Cli } from '../cli';
import { misused } from '../failures';
import { findOne } from '../input/find-one';
import { type Column, renderDetails, renderTable } from '../output/table';
import { showDeleted, showList } from './show';

const COLUMNS: readonly Column<Alias>[] = [
  { title: 'ID', of: ({ id }) => id },
  { title: 'SLOTS', of: ({ slots }) => slots.length, align: 'right' },
  { title: 'FIRST CHOICE', of: ({ slots }) => nameSlot(slots.find(({ enabled }) => enabled !== false)) },
  { title: 'CHANGED', of: ({ custom }) => custom },
  { title: 'FOR', of: ({ description }) => description },
];

const SLOT_COLUMNS: readonly Column<AliasSlot>[] = [
  { title: 'PROVIDER', of: ({ provider }) => provider },
  { title: 'MODEL', of: ({ model }) => model },
  { title: 'KEY', of: ({ key_id }) => key_id },
  { title: 'ON', of: ({ enabled }) => enabled !== false },
];

const SET_HELP = `
The JSON is {"slots":[{"provider","model","key_id"?,"enabled"?}],"stream_safety"?,"patience_ms"?,"first_token_ms"?,"max_attempts"?,
"route_around_refusals"?}.

Examples:
  spidergate aliases set my/review --file review.json
  spidergate aliases show agent/chat --json | jq '{slots}' | spidergate aliases set my/chat`;

export function addAliasCommands(program: Command, cli: Cli): void {
  const group = program
    .command('aliases')
    .description('task aliases: names for jobs, and the chain each one stands for')
    .addHelpText(
      'after',
      '\nExamples:\n  spidergate aliases show spideriq/coding\n  spidergate aliases reset spideriq/coding',
    );
  group
    .command('list')
    .description('all aliases')
    .action(async () => showList(cli, await listAliases(cli), { columns: COLUMNS, none: 'No aliases.' }));
  group
    .command('show <id>')
    .description('one alias with its slots')
    .action(async (id: string) => {
      const { data } = await listAliases(cli);
      showAlias(cli, findOne(data, id, { kind: 'alias', namesOf: () => [] }));
    });
  group
    .command('set <id>')
    .description('make an alias, or replace it, from JSON on standard input')
    .option('--file <file>', 'read the JSON from a file instead', '-')
    .addHelpText('after', SET_HELP)
    .action(async (id: string, { file }: { file: string }) => {
      const path = toPath(id);
      const body = parseAlias(await cli.readText(file));
      showAlias(cli, await cli.control.call<Alias>('PUT', path, body));
    });
  group
    .command('reset <id>')
    .description('back to the shipped chain; deletes an alias of your own')
    .action(async (id: string) => {
      await cli.control.call('DELETE', toPath(id));
      const { data } = await listAliases(cli);
      const shipped = data.find((alias) => alias.id === id);
      if (shipped) showAlias(cli, shipped);
      else showDeleted(cli, id, id);
    });
}

function listAliases(cli: Cli): Promise<Page<Alias>> {
  return cli.control.call<Page<Alias>>('GET', '/aliases');
}

function showAlias({ print }: Cli, alias: Alias): void {
  const { slots, ...rest } = alias;
  print.answer(
    alias,
    () => `${renderDetails(rest, print.paint)}\n\n${renderTable(SLOT_COLUMNS, slots, print.paint)}`,
  );
}

function toPath(id: string): string {
  const result = aliasId.safeParse(id);
  if (!result.success) throw misused(`The id ${result.error.issues[0]?.message ?? 'is not valid'}.`);
  return `/aliases/${encodeURIComponent(id)}`;
}

function parseAlias(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw misused('What was read is not JSON.');
  }
  const result = aliasPutRequest.safeParse(value);
  if (result.success) return value;
  const [issue] = result.error.issues;
  throw misused(`${issue?.path.join('.') || 'The JSON'}: ${issue?.message ?? 'is not valid'}.`);
}

function nameSlot(slot: AliasSlot | undefined): string | null {
  return slot ? `${slot.provider}/${slot.model}` : null;
}
