import { SpiderGateError } from '../gateway/errors';

/** `undefined` for nothing: actions have no body, whatever their content type says. Throws `invalid_json`. */
export function parseJsonText(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    // The parser's message quotes the body.
    throw new SpiderGateError('invalid_json', 'The body is not valid JSON.');
  }
}
