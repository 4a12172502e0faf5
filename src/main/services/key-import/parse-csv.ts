import { parse } from 'csv-parse/sync';
import type { FoundKey, ParsedText, SecretJudge } from './types';

const DELIMITERS = [',', ';', '\t'] as const;
type Column = 'secret' | 'name' | 'provider' | 'label' | 'account' | 'accountId' | 'workspace';
const COLUMNS: readonly (readonly [Column, RegExp])[] = [
  ['secret', /^(?:api[ _-]?)?(?:key|token|secret)(?:[ _-]?value)?$|^value$|^password$|^credential$/i],
  ['name', /^(?:variable|env|env[ _-]?name)$/i],
  ['provider', /^(?:provider(?:[ _-]?name)?|service|vendor|name|title|url|base[ _-]?url)$/i],
  ['label', /^(?:label|key[ _-]?label|note|description|comment)$/i],
  ['account', /^(?:account|account[ _-]?name|username|login|email)$/i],
  ['accountId', /^account[ _-]?id$/i],
  ['workspace', /^(?:workspace|brand|team)$/i],
];

/** With or without a header; password managers' exports too. `null`: it is something else. */
export function parseCsv(text: string, judge: SecretJudge, isNamedCsv: boolean): ParsedText | null {
  const delimiter = findDelimiter(text, isNamedCsv);
  if (delimiter === null) return null;
  const rows = readRows(text, delimiter);
  const [first] = rows ?? [];
  if (rows === null || first === undefined) return null;
  const header = readHeader(first, judge);
  const body = header === null ? rows : rows.slice(1);
  const keys = body.flatMap((row) =>
    header === null ? readBareRow(row, judge) : readRow(row, header, judge),
  );
  if (keys.length === 0) return null;
  return { format: 'csv', keys, values: new Map(), ignored: body.length - keys.length };
}

/** Every line has it; and none assigns something before it. */
function findDelimiter(text: string, isNamedCsv: boolean): string | null {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  if (lines.length === 0) return null;
  const counts = (delimiter: string) => lines.filter((line) => line.includes(delimiter)).length;
  const found = DELIMITERS.find((delimiter) => counts(delimiter) === lines.length);
  if (found === undefined) return isNamedCsv ? ',' : null;
  const assigns = lines.some((line) => /^\s*(?:export\s+)?[A-Za-z_]\w*\s*[=:]/.test(line));
  return assigns && !isNamedCsv ? null : found;
}

function readRows(text: string, delimiter: string): readonly (readonly string[])[] | null {
  try {
    return parse(text, {
      delimiter,
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
      trim: true,
    });
  } catch {
    return null;
  }
}

type Header = ReadonlyMap<Column, number>;

function readHeader(cells: readonly string[], judge: SecretJudge): Header | null {
  if (cells.some((cell) => judge.isSecret(cell))) return null;
  const header = new Map<Column, number>();
  for (const [column, form] of COLUMNS) {
    const index = cells.findIndex((cell) => form.test(cell));
    if (index >= 0) header.set(column, index);
  }
  return header.has('secret') ? header : null;
}

function readRow(row: readonly string[], header: Header, judge: SecretJudge): readonly FoundKey[] {
  const cell = (column: Column) => row[header.get(column) ?? -1] ?? '';
  const text = (column: Column) =>
    cell(column) === '' || judge.isSecret(cell(column)) ? null : cell(column);
  const secret = cell('secret');
  const name = text('name');
  const isKey = judge.isSecret(secret) || judge.isNamedSecret(name ?? 'key', secret);
  if (!isKey) return [];
  // Cloudflare's is as long and mixed as a key.
  const accountId = judge.isCertain(cell('accountId')) ? '' : cell('accountId');
  return [
    {
      secret,
      name,
      hints: [name, text('provider')].filter((hint) => hint !== null),
      label: text('label'),
      account: text('account'),
      workspace: text('workspace'),
      fields: accountId === '' ? {} : { account_id: accountId },
    },
  ];
}

/** The cell that looks like a key; the others say whose, and what it is called. */
function readBareRow(row: readonly string[], judge: SecretJudge): readonly FoundKey[] {
  // One that begins like a key before one that is merely long: an account id may stand beside it.
  const secret = row.find((cell) => judge.isCertain(cell)) ?? row.find((cell) => judge.isSecret(cell));
  if (secret === undefined) return [];
  const others = row.filter((cell) => cell !== '' && cell !== secret && !judge.isSecret(cell));
  const label = others.at(1) ?? null;
  return [{ secret, name: null, hints: others, label, account: null, workspace: null, fields: {} }];
}
