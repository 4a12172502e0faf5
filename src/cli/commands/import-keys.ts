import path from 'node:path';
import type { Command } from 'commander';
import type { ProviderKey } from '../../shared/domain/key';
import type { KeyImportEntry, KeyImportPreview } from '../../shared/domain/key-import';
import type { ProviderSummary } from '../../shared/domain/provider';
import type { Page } from '../../shared/ipc/contract';
import type { KeyImportRequest } from '../../shared/ipc/key-import';
import type { Cli } from '../cli';
import { EXIT, misused } from '../failures';
import { type Column, renderTable } from '../output/table';
import { findWorkspace } from './workspaces';

const HELP = `
Takes a list of keys, a .env file, JSON or CSV, as the window does. Without --yes it only shows what it has found, each
key masked and with a number of its own. Keys that are in the vault already or that nobody may use here are left out.

Examples:
  spidergate keys import .env
  spidergate keys import keys.csv --provider k3=mistral --yes
  pass show llm-keys | spidergate keys import - --yes
  spidergate keys import --environment`;

interface ImportOptions {
  readonly yes?: boolean;
  readonly environment?: boolean;
  readonly provider: Readonly<Record<string, string>>;
  readonly field: Readonly<Record<string, string>>;
  readonly only?: string;
  readonly workspace?: string;
}

/** One found key, and what would become of it. */
interface Planned {
  readonly entry: KeyImportEntry;
  readonly provider: string | null;
  readonly fields: Readonly<Record<string, string>>;
  /** Why it is not taken; `null`: it is. */
  readonly left: string | null;
}

const COLUMNS: readonly Column<Planned>[] = [
  { title: 'NO.', of: ({ entry }) => entry.id },
  { title: 'KEY', of: ({ entry }) => entry.masked },
  { title: 'FROM', of: ({ entry }) => entry.name },
  { title: 'PROVIDER', of: ({ provider }) => provider },
  { title: 'LABEL', of: ({ entry }) => entry.key_label },
  { title: 'IMPORT', of: ({ left }) => left ?? 'yes' },
];

/** Many keys at once: shown first, then stored together or not at all. */
export function addKeyImport(keys: Command, cli: Cli): void {
  keys
    .command('import [file]')
    .description('find keys in a file (- is standard input) and, with --yes, put them into the vault')
    .option('--yes', 'import what is shown as "yes"')
    .option('--environment', 'look into the variables that the app was started with instead')
    .option('--provider <number=provider>', 'whose key it is, where that is not clear', collect, {})
    .option('--field <name=value>', 'what a provider needs besides, e.g. account_id=…', collect, {})
    .option('--only <numbers>', 'no others, e.g. k1,k4')
    .option('--workspace <workspace>', 'whose they become; every tool may use them when left out')
    .addHelpText('after', HELP)
    .action((file: string | undefined, options: ImportOptions) => importKeys(cli, file, options));
}

function collect(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw misused(`"${text}" should be a name and a value, as in name=value.`);
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

async function importKeys(cli: Cli, file: string | undefined, options: ImportOptions): Promise<void> {
  const { control, print } = cli;
  const source = await readSource(cli, file, options);
  const { data: providers } = await control.call<Page<ProviderSummary>>('GET', '/providers');
  const owner = options.workspace === undefined ? null : (await findWorkspace(cli, options.workspace)).id;
  const preview = await control.call<KeyImportPreview>('POST', '/keys/import/preview', source);
  const { session_id, entries } = preview;
  try {
    requireKnown(entries, options);
    const plan = entries.map((entry) => planEntry(entry, options, providers));
    if (!options.yes) {
      print.answer(preview, () => describePlan(cli, plan));
      return;
    }
    const taken = plan.filter(({ left }) => left === null);
    if (!print.isJson()) print.note(describePlan(cli, plan));
    if (taken.length === 0) {
      print.answer({ data: [], next_cursor: null }, () => 'Nothing was imported.');
      cli.endWith(EXIT.refused);
      return;
    }
    const request: KeyImportRequest = { session_id, keys: taken.map((each) => toRequest(each, owner)) };
    const stored = await control.call<Page<ProviderKey>>('POST', '/keys/import', request);
    print.answer(stored, () => `${countKeys(stored.data.length)} in the vault now; each is being tested.`);
  } finally {
    await control.call('DELETE', `/keys/import/${session_id}`);
  }
}

async function readSource(cli: Cli, file: string | undefined, { environment }: ImportOptions) {
  if ((file === undefined) !== (environment === true))
    throw misused('Name one file (- is standard input), or say --environment.');
  if (file === undefined) return { environment: true };
  const text = await cli.readText(file);
  if (text.trim() === '') throw misused('There is nothing in it.');
  return { text, ...(file === '-' ? {} : { file_name: path.basename(file) }) };
}

/** A mistyped number must not mean "all the others". */
function requireKnown(entries: readonly KeyImportEntry[], { provider, only }: ImportOptions): void {
  const named = [...Object.keys(provider), ...(only === undefined ? [] : splitNumbers(only))];
  const unknown = named.find((number) => !entries.some(({ id }) => id === number));
  if (unknown !== undefined) throw misused(`No key that was found has the number ${unknown}.`);
}

function splitNumbers(only: string): readonly string[] {
  return only.split(',').map((number) => number.trim());
}

function planEntry(
  entry: KeyImportEntry,
  options: ImportOptions,
  providers: readonly ProviderSummary[],
): Planned {
  const named = options.provider[entry.id];
  const id = named ?? entry.provider_name;
  const provider = providers.find((each) => each.id === id);
  const needs = provider?.needs ?? [];
  const given = needs.map((need) => [need, options.field[need] ?? entry.fields[need] ?? ''] as const);
  const missing = given.filter(([, value]) => value === '').map(([need]) => need);
  const explain = (): string | null => {
    if (entry.state === 'duplicate' || entry.state === 'refused') return entry.reason ?? entry.state;
    if (options.only !== undefined && !splitNumbers(options.only).includes(entry.id)) return 'no';
    if (id === null) return askWhose(entry);
    if (provider === undefined) return `there is no provider "${id}"`;
    if (provider.refused !== null) return provider.refused;
    return missing.length === 0 ? null : `needs ${missing.map((need) => `--field ${need}=…`).join(' ')}`;
  };
  return { entry, provider: id, fields: Object.fromEntries(given), left: explain() };
}

function askWhose({ id, choices }: KeyImportEntry): string {
  const among = choices.length === 0 ? '' : ` (${choices.join(', ')})`;
  return `say whose it is: --provider ${id}=…${among}`;
}

function toRequest(
  { entry, provider, fields }: Planned,
  owner: string | null,
): KeyImportRequest['keys'][number] {
  const workspace_id = entry.workspace_id ?? owner;
  return {
    id: entry.id,
    provider_name: provider ?? '',
    ...(entry.key_label === null ? {} : { key_label: entry.key_label }),
    ...(entry.account === null ? {} : { account: entry.account }),
    ...(workspace_id === null ? { share_with_pool: true } : { workspace_id, share_with_pool: false }),
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
  };
}

function describePlan({ print }: Cli, plan: readonly Planned[]): string {
  if (plan.length === 0) return 'No key was found in it.';
  const taken = plan.filter(({ left }) => left === null).length;
  return `${renderTable(COLUMNS, plan, print.paint)}\n\n${countKeys(taken)} to import.`;
}

function countKeys(count: number): string {
  return count === 1 ? '1 key' : `${count} keys`;
}
