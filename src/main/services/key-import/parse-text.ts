import { parseCsv } from './parse-csv';
import { parseJson } from './parse-json';
import { parseLines } from './parse-lines';
import type { ParsedText, SecretJudge } from './types';

/** Whatever people keep keys in. Pure: the file's name only helps where the text alone does not tell. */
export function parseText(text: string, judge: SecretJudge, fileName: string | null = null): ParsedText {
  const content = text.replace(/^\uFEFF/, '');
  if (/^\s*(?:[{[]|\/\/|\/\*)/.test(content)) {
    const json = parseJson(content, judge);
    if (json !== null) return json;
  }
  const isNamedCsv = /\.(?:csv|tsv)$/i.test(fileName ?? '');
  return parseCsv(content, judge, isNamedCsv) ?? parseLines(content, judge);
}

/** Variables by name, as a process has them. Only names that are known to hold a key are looked at. */
export function parseEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
  fieldNames: readonly string[],
  judge: SecretJudge,
): ParsedText {
  const values = new Map<string, string>();
  for (const name of fieldNames) {
    const value = environment[name];
    if (value !== undefined) values.set(name, value.trim());
  }
  const keys = names.flatMap((name) => {
    const secret = environment[name]?.trim() ?? '';
    if (!judge.isNamedSecret(name, secret)) return [];
    return [{ secret, name, hints: [name], label: null, account: null, workspace: null, fields: {} }];
  });
  return { format: 'environment', keys, values, ignored: 0 };
}
