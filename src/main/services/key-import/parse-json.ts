import { type ParseError, parse } from 'jsonc-parser';
import type { FoundKey, ParsedText, SecretJudge } from './types';

const DEEPEST = 24;
const MOST_VALUES = 50_000;
/** Neighbours of a key that say whose it is, or what it is called. */
const HINT_NAME =
  /^(?:provider|name|id|title|vendor|service|type|label|(?:api_?)?base_?(?:url|uri)?|url|endpoint|host)$/i;
const LABEL_NAME = /^(?:label|key_?label|alias|nickname)$/i;
const ACCOUNT_NAME = /^(?:account|account_?name|organi[sz]ation)$/i;
const ACCOUNT_ID_NAME = /^account_?id$/i;
/** What stands there is long and mixed too, and is no key unless it begins like one: Cloudflare's account id is 32 hex digits. */
const OTHER_NAME = /(?:^|[_-])(?:id|uuid|hash|sha\d*|digest|checksum|integrity|password)s?$/i;
const OTHER_CAMEL_NAME = /[a-z](?:Id|Uuid|Hash|Sha\d*|Digest|Checksum|Password)s?$/;

interface Visit {
  readonly judge: SecretJudge;
  readonly keys: FoundKey[];
  readonly values: Map<string, string>;
  left: number;
}

/** JSON with comments, as editors keep their settings. `null`: it is something else. */
export function parseJson(text: string, judge: SecretJudge): ParsedText | null {
  const document = readDocument(text);
  if (typeof document !== 'object' || document === null) return null;
  const visit: Visit = { judge, keys: [], values: new Map(), left: MOST_VALUES };
  visitValue(document, [], visit);
  return { format: 'json', keys: visit.keys, values: visit.values, ignored: 0 };
}

function readDocument(text: string): unknown {
  try {
    const errors: ParseError[] = [];
    const document: unknown = parse(text, errors, { allowTrailingComma: true });
    return errors.length === 0 ? document : undefined;
  } catch {
    // Nested so deeply that the parser gave up.
    return undefined;
  }
}

function visitValue(value: unknown, path: readonly string[], visit: Visit): void {
  visit.left -= 1;
  if (visit.left < 0 || path.length > DEEPEST) return;
  if (typeof value !== 'object' || value === null) return;
  // A place in a list says nothing about a key.
  const entries = Array.isArray(value)
    ? value.map((item): [null, unknown] => [null, item])
    : Object.entries(value);
  const neighbours = Array.isArray(value) ? {} : pickTexts(value);
  for (const [name, item] of entries) {
    const inner = name === null ? path : [...path, name];
    if (typeof item === 'string') visitText(item, inner, neighbours, visit);
    else visitValue(item, inner, visit);
  }
}

function visitText(
  text: string,
  path: readonly string[],
  neighbours: Readonly<Record<string, string>>,
  { judge, keys, values }: Visit,
): void {
  const name = path.join('.');
  const last = path.at(-1) ?? '';
  const mayBeKey = ![HINT_NAME, OTHER_NAME, OTHER_CAMEL_NAME].some((form) => form.test(last));
  const isKey = judge.isNamedSecret(last, text) || (mayBeKey && judge.isSecret(text));
  if (!isKey) {
    values.set(last, text);
    return;
  }
  const { hints, label, account, fields } = readNeighbours(neighbours, judge);
  keys.push({
    secret: text,
    name: name === '' ? null : name,
    hints: [last, ...hints, name],
    label,
    account,
    workspace: null,
    fields,
  });
}

function pickTexts(value: object): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function readNeighbours(neighbours: Readonly<Record<string, string>>, judge: SecretJudge) {
  const harmless = Object.entries(neighbours).filter(([, text]) => !judge.isSecret(text));
  const find = (name: RegExp) => harmless.find(([candidate]) => name.test(candidate))?.[1] ?? null;
  const accountId = Object.entries(neighbours).find(
    ([name, text]) => ACCOUNT_ID_NAME.test(name) && !judge.isCertain(text),
  )?.[1];
  return {
    hints: harmless.filter(([name]) => HINT_NAME.test(name)).map(([, text]) => text),
    label: find(LABEL_NAME),
    account: find(ACCOUNT_NAME),
    fields: accountId === undefined ? {} : { account_id: accountId },
  };
}
