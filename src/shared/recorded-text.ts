/** What a person reads in a recording, and what a search looks through. Whatever cannot be read gives no text. */

const DONE = '[DONE]';

/** Every message of a request: who, and what in words. Parts that are no text are named by their kind. */
export function readMessages(body: string): readonly { readonly role: string; readonly text: string }[] {
  const request = parse(body);
  const messages = field(request, 'messages');
  if (Array.isArray(messages)) {
    return messages.map((message: unknown) => ({
      role: asText(field(message, 'role')) ?? '',
      text: [readContent(field(message, 'content')), readToolCalls(message)].filter(Boolean).join('\n'),
    }));
  }
  const input = field(request, 'input');
  const inputs = Array.isArray(input) ? input : [input];
  return inputs.flatMap((text: unknown) => (typeof text === 'string' ? [{ role: 'input', text }] : []));
}

/** The words of an answer, put together where they came in pieces; of the first choice. */
export function readAnswer(text: string, kind: 'json' | 'stream'): string {
  if (kind === 'json') {
    const answer = parse(text);
    const error = field(field(answer, 'error'), 'message');
    return asText(error) ?? readChoice(firstChoice(answer), 'message');
  }
  let words = '';
  for (const line of text.split('\n')) {
    if (!line.startsWith('data: ') || line.endsWith(DONE)) continue;
    const chunk = parse(line.slice(6));
    words += asText(field(field(chunk, 'error'), 'message')) ?? readChoice(firstChoice(chunk), 'delta');
  }
  return words;
}

function firstChoice(answer: unknown): unknown {
  const choices = field(answer, 'choices');
  return Array.isArray(choices) ? choices[0] : undefined;
}

function readChoice(choice: unknown, place: 'message' | 'delta'): string {
  const said = field(choice, place);
  return readContent(field(said, 'content')) + readToolCalls(said);
}

function readContent(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => asText(field(part, 'text')) ?? `[${asText(field(part, 'type')) ?? '?'}]`)
    .join('\n');
}

function readToolCalls(message: unknown): string {
  const calls = field(message, 'tool_calls');
  if (!Array.isArray(calls)) return '';
  return calls
    .map((call: unknown) => {
      const asked = field(call, 'function');
      return `${asText(field(asked, 'name')) ?? ''}${asText(field(asked, 'arguments')) ?? ''}`;
    })
    .join('\n');
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
