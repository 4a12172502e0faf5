import type { JsonObject } from './chat';

const MODEL_KEY = '"model"';
const MODEL_VALUE = /\s*:\s*("(?:[^"\\]|\\.)*")/y;
const BYTE_ORDER_MARK = 0xfeff;
/** A letter, digit or underscore that is written by its number: so a name could stand there twice unseen. */
const SPELLED_OUT = /\\u00(?:3\d|5f|6[1-9a-f]|7[0-9a])/i;

/**
 * True when each field of `body` certainly stands in its text just once. Of two, a provider might read the one that
 * nobody reckoned with. Names that come again further inside make it uncertain, too.
 */
export function isUnambiguous(text: string, body: JsonObject): boolean {
  if (text.charCodeAt(0) === BYTE_ORDER_MARK) return false;
  if (text.includes('\\u00') && SPELLED_OUT.test(text)) return false;
  for (const name in body) {
    const key = `"${name}"`;
    const at = text.indexOf(key);
    if (at === -1 || text.indexOf(key, at + key.length) !== -1) return false;
  }
  return true;
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
    } else if (value === before || (name === 'model' && value !== undefined)) shared += 1;
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
  if (value === undefined) return null;
  const end = MODEL_VALUE.lastIndex;
  return text.slice(0, end - value.length) + JSON.stringify(model) + text.slice(end);
}
