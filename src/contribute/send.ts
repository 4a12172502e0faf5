import { words } from './messages';

/** What came of a POST to our own address. */
export type Sent =
  | { readonly ok: true; readonly outcome: string; readonly message: string }
  | { readonly ok: false; readonly message: string };

export async function send(path: string, body: unknown): Promise<Sent> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'omit',
      redirect: 'error',
    });
    const answer: unknown = await response.json();
    if (!response.ok)
      return { ok: false, message: readText(readField(answer, 'error'), 'message') ?? words.noAnswer };
    return {
      ok: true,
      outcome: readText(answer, 'outcome') ?? '',
      message: readText(answer, 'message') ?? '',
    };
  } catch {
    return { ok: false, message: words.noAnswer };
  }
}

function readField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function readText(value: unknown, name: string): string | null {
  const text = readField(value, name);
  return typeof text === 'string' ? text : null;
}
