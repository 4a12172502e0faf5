import type { Command } from 'commander';
import type { KeyTestResult, ProviderKey } from '../../shared/domain/key';
import type { ProviderSummary } from '../../shared/domain/provider';
import { recogniseKey } from '../../shared/domain/recognise-key';
import { connectRequest } from '../../shared/ipc/connect';
import type { Page } from '../../shared/ipc/contract';
import { keyCreateRequest, keyUpdateRequest } from '../../shared/ipc/keys';
import type { Cli } from '../cli';
import { EXIT, misused } from '../failures';
import { addFieldOptions, type FieldOptions, readFieldValues } from '../input/field-options';
import { findOne } from '../input/find-one';
import type { Column } from '../output/table';
import { connectKey } from './connect-key';
import { addKeyImport } from './import-keys';
import { showDeleted, showList, showOne } from './show';
import { withWorkspaceId } from './workspaces';

const COLUMNS: readonly Column<ProviderKey>[] = [
  { title: 'PROVIDER', of: ({ provider_name }) => provider_name },
  { title: 'LABEL', of: ({ key_label }) => key_label },
  { title: 'ID', of: ({ id }) => id },
  { title: 'KEY', of: ({ masked }) => masked },
  { title: 'HEALTH', of: ({ enabled, health }) => (enabled ? health.status : 'off') },
  { title: 'COOLING UNTIL', of: ({ health }) => health.cooling_until },
  { title: 'LAST ERROR', of: ({ health }) => health.last_error_code },
  { title: 'LAST USED', of: ({ last_used_at }) => last_used_at },
];

const FIELDS = {
  names: {
    provider_name: 'provider',
    key_label: 'label',
    workspace_id: 'workspace',
    fields: 'field',
  },
  help: {
    provider_name: 'whose key it is; can be left out where the key shows it',
    key_label: 'what you call it',
    workspace_id: 'id or name of the workspace it belongs to',
    share_with_pool: 'whether others than its workspace may use it, too',
    account: 'whose quota it draws on, where several keys share one',
    priority: 'lower is tried first',
    fields: 'what the provider needs besides, e.g. account_id=…',
    daily_limit: 'attempts per day',
    minute_limit: 'attempts per minute',
    spend_limit_amount: 'most it may spend per period, in USD',
    spend_limit_period: 'how long that is for',
    spend_limit_action: 'what happens at the end of it',
    enabled: 'whether it is used',
  },
} as const;

export function addKeyCommands(program: Command, cli: Cli): void {
  const group = program
    .command('keys')
    .description('provider keys in the vault')
    .addHelpText(
      'after',
      '\nA key is read from standard input, or typed when asked; never from an argument.\n\nExamples:\n  spidergate keys add --label personal < groq-key.txt\n  spidergate keys add --provider cloudflare --field account_id=abc123\n  spidergate keys update personal --daily-limit 1000 --no-enabled',
    );
  group
    .command('list')
    .description('all keys, without their secrets')
    .action(async () => showList(cli, await listKeys(cli), { columns: COLUMNS, none: 'No keys yet.' }));
  group
    .command('show <key>')
    .description('everything about one key but its secret')
    .action(async (meant: string) => showOne(cli, await findKey(cli, meant)));
  addAdd(group, cli);
  addUpdate(group, cli);
  addConnect(group, cli);
  addKeyImport(group, cli);
  addRest(group, cli);
}

function addAdd(group: Command, cli: Cli): void {
  const fields: FieldOptions = { schema: keyCreateRequest, omit: ['api_key'], now: cli.now, ...FIELDS };
  addFieldOptions(
    group.command('add').description('put a key from standard input into the vault'),
    fields,
  ).action(async (typed: Record<string, unknown>) => {
    // What is wrong with the options should be known before a secret is asked for.
    const placeholder = { api_key: 'placeholder', provider_name: typed.provider ?? 'placeholder' };
    readFieldValues(typed, fields, placeholder);
    const api_key = (await cli.secrets.read('key')).trim();
    const provider_name = typed.provider ?? (await recogniseProvider(cli, api_key));
    const body = await withWorkspaceId(cli, readFieldValues(typed, fields, { api_key, provider_name }));
    showOne(cli, await cli.control.call<ProviderKey>('POST', '/keys', body));
  });
}

async function recogniseProvider(cli: Cli, secret: string): Promise<string> {
  const { data } = await cli.control.call<Page<ProviderSummary>>('GET', '/providers');
  const { candidates, refused } = recogniseKey(secret, data);
  const [only] = candidates;
  if (refused !== null) throw misused(refused);
  if (only !== undefined && candidates.length === 1) return only;
  throw misused(
    candidates.length === 0
      ? 'The key does not show whose it is: name its provider with --provider.'
      : `The key could be of ${candidates.join(', ')}: name its provider with --provider.`,
  );
}

function addUpdate(group: Command, cli: Cli): void {
  const fields: FieldOptions = { schema: keyUpdateRequest, now: cli.now, ...FIELDS };
  addFieldOptions(group.command('update <key>').description('change anything but the secret'), fields).action(
    async (meant: string, typed: Record<string, unknown>) => {
      const body = await withWorkspaceId(cli, readFieldValues(typed, fields));
      const { id } = await findKey(cli, meant);
      showOne(cli, await cli.control.call<ProviderKey>('PATCH', `/keys/${id}`, body));
    },
  );
}

function addConnect(group: Command, cli: Cli): void {
  const fields: FieldOptions = {
    schema: connectRequest,
    omit: ['provider_name', 'open_browser'],
    now: cli.now,
    ...FIELDS,
  };
  addFieldOptions(
    group
      .command('connect <provider>')
      .description('get a key by signing in at its provider: openrouter, huggingface')
      .option('--no-browser', 'only show the page to open'),
    fields,
  ).action(async (provider_name: string, { browser, ...typed }: Record<string, unknown>) => {
    const also = { provider_name, open_browser: browser !== false };
    await connectKey(cli, await withWorkspaceId(cli, readFieldValues(typed, fields, also)));
  });
}

function addRest(group: Command, cli: Cli): void {
  group
    .command('remove <key>')
    .description('delete it from the vault')
    .action(async (meant: string) => {
      const { id, key_label } = await findKey(cli, meant);
      await cli.control.call('DELETE', `/keys/${id}`);
      showDeleted(cli, id, key_label);
    });
  group
    .command('test <key>')
    .description('ask its provider whether it works; ends with 1 when it does not')
    .action(async (meant: string) => {
      const { id } = await findKey(cli, meant);
      const result = await cli.control.call<KeyTestResult>('POST', `/keys/${id}/test`);
      showOne(cli, result);
      if (!result.ok) cli.endWith(EXIT.refused);
    });
  group
    .command('reset-health <key>')
    .description('forget its failures and use it again')
    .action(async (meant: string) => {
      const { id } = await findKey(cli, meant);
      showOne(cli, await cli.control.call<ProviderKey>('POST', `/keys/${id}/reset-health`));
    });
}

function listKeys(cli: Cli): Promise<Page<ProviderKey>> {
  return cli.control.call<Page<ProviderKey>>('GET', '/keys');
}

/** By id, label, or `provider · label` as traces show it. */
async function findKey(cli: Cli, meant: string): Promise<ProviderKey> {
  const { data } = await listKeys(cli);
  return findOne(data, meant, {
    kind: 'key',
    namesOf: ({ key_label, provider_name }) => [key_label, `${provider_name} · ${key_label}`],
  });
}
