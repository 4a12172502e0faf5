import type { JsonObject } from './chat';

const MODEL_KEY = '"model"';
const MODEL_VALUE = /\s*:\s*("(?:[^"\\]|\\.)*")/y;
const BYTE_ORDER_MARK = 0xfeff;
/** How each letter of "model" begins where it is written by its number. */
const SPELLED_OUT = '\\u006';
const BACKSLASH = 92;
const COLON = 58;
const WHITE_SPACE: readonly number[] = [9, 10, 13, 32];

/**
 * True when a text can be read in one way only, as `body`, and it is certain where its `model` stands. Of a field that
 * is there twice, anywhere in it, a provider might read the one that nobody reckoned with.
 */
export function isUnambiguous(text: string, body: JsonObject): boolean {
  if (text.charCodeAt(0) === BYTE_ORDER_MARK || text.includes(SPELLED_OUT)) return false;
  const at = text.indexOf(MODEL_KEY);
  if (at === -1 || text.indexOf(MODEL_KEY, at + 1) !== -1) return false;
  return countFields(body) === countKeys(text);
}

/** NaN: one ends in a backslash, which `countKeys` does not see. */
function countFields(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += countFields(item);
    return count;
  }
  for (const [name, item] of Object.entries(value)) {
    if (name.endsWith('\\')) return Number.NaN;
    count += 1 + countFields(item);
  }
  return count;
}

/** Quotes before a colon, but for escaped ones. Too many where a text begins with a colon, never too few. */
function countKeys(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) {
    if (text.charCodeAt(at - 1) === BACKSLASH) continue;
    let next = at + 1;
    while (WHITE_SPACE.includes(text.charCodeAt(next))) next += 1;
    if (text.charCodeAt(next) === COLON) count += 1;
  }
  return count;
}

/**
 * The JSON text of `wanted`, made from `text`, which is that of `known`: for that, they may differ in `model` and in
 * fields that `known` has not. `null`: they differ in more. Long texts take longer to write anew than to route, and so
 * everything else is passed on to the letter. Where `model` differs, `text` has to be unambiguous.
 */
export function reuseText(text: string, known: JsonObject, wanted: JsonObject): string | null {
  let added = '';
  let shared = 0;
  for (const name in wanted) {
    const value = wanted[name];
    const before = known[name];
    if (before === undefined) {
      if (value !== undefined) added += `,${JSON.stringify(name)}:${JSON.stringify(value)}`;
    } else if (value === before || (name === 'model' && typeof before === 'string')) shared += 1;
    else return null;
  }
  if (shared === 0 || shared !== Object.keys(known).length) return null;
  const isRenamed = known.model !== undefined && known.model !== wanted.model;
  const renamed = isRenamed ? replaceModel(text, wanted.model) : text;
  if (renamed === null || added === '') return renamed;
  return `${renamed.slice(0, renamed.lastIndexOf('}'))}${added}}`;
}

function replaceModel(text: string, model: unknown): string | null {
  MODEL_VALUE.lastIndex = text.indexOf(MODEL_KEY) + MODEL_KEY.length;
  const value = MODEL_VALUE.exec(text)?.[1];
  if (value === undefined || typeof model !== 'string') return null;
  const end = MODEL_VALUE.lastIndex;
  return text.slice(0, end - value.length) + JSON.stringify(model) + text.slice(end);
}
