import type { FoundKey, ParsedText, SecretJudge } from './types';

const ASSIGNMENT =
  /^\s*(?:-\s+)?(?:export\s+|set\s+|setx\s+)?(?:\$env:)?["']?([A-Za-z_][\w.-]*)["']?\s*[=:]\s*(.*)$/;
const BETWEEN_WORDS = /[\s"'`,;|<>()[\]{}]+/;
const LONGEST_NOTE = 60;

/** `.env` files, shell profiles, simple YAML, and lists of keys with or without words around them. */
export function parseLines(text: string, judge: SecretJudge): ParsedText {
  const keys: FoundKey[] = [];
  const values = new Map<string, string>();
  let assignments = 0;
  let ignored = 0;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === '' || /^\s*(?:#|\/\/)/.test(line)) continue;
    const assignment = readAssignment(line);
    if (assignment !== null && judge.isNamedSecret(assignment.name, assignment.value)) {
      assignments += 1;
      keys.push(toFoundKey(assignment.value, assignment.name, [assignment.name], null));
      continue;
    }
    const found = readWords(line, judge);
    if (assignment !== null) values.set(assignment.name, assignment.value);
    // A variable that is no key's may hold anything; a password is not to be taken for one.
    if (found.length === 0 || (assignment !== null && /^\S+$/.test(assignment.value))) ignored += 1;
    else keys.push(...found);
  }
  const isEnv = assignments > 0 || (keys.length === 0 && values.size > 0);
  return { format: isEnv ? 'env' : 'list', keys, values, ignored };
}

function readAssignment(line: string): { readonly name: string; readonly value: string } | null {
  const [, name, rest] = ASSIGNMENT.exec(line) ?? [];
  if (name === undefined || rest === undefined) return null;
  return { name, value: readValue(rest.trim()) };
}

/** Quoted up to the closing quote; bare up to a comment. */
function readValue(text: string): string {
  const [, quote, inside] = /^(["'`])(.*?)(?:\1|$)/.exec(text) ?? [];
  if (quote !== undefined && inside !== undefined) return inside.trim();
  return text
    .replace(/\s+#.*$/, '')
    .replace(/[;,]+$/, '')
    .trim();
}

function readWords(line: string, judge: SecretJudge): readonly FoundKey[] {
  const [content = '', ...notes] = line.split(/\s#\s*|\s\/\/\s*/);
  const words = content.split(BETWEEN_WORDS).filter((word) => word !== '');
  const secrets = words.filter((word) => judge.isSecret(word));
  // Two secrets on a line are no words about each other.
  const around = words.filter((word) => !judge.isSecret(word) && word.toLowerCase() !== 'bearer').join(' ');
  const note = notes.join(' ').trim();
  const label = note !== '' && note.length <= LONGEST_NOTE ? note : null;
  return secrets.map((secret) => toFoundKey(secret, null, around === '' ? [] : [around], label));
}

function toFoundKey(
  secret: string,
  name: string | null,
  hints: readonly string[],
  label: string | null,
): FoundKey {
  return { secret, name, hints, label, account: null, workspace: null, fields: {} };
}
