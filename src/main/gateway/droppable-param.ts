/** Without these a request means something else, so a provider that refuses one is passed over instead. */
const MEANING: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'input',
  'stream',
  'n',
  'tools',
  'tool_choice',
  'functions',
  'function_call',
  'response_format',
  'dimensions',
  'encoding_format',
]);

const NAME = /^[a-z][a-z0-9_]{1,63}$/;

/** True for a parameter that only tunes an answer: left out, the answer is still what was asked for. */
export function isDroppable(param: string): boolean {
  return NAME.test(param) && !MEANING.has(param);
}
