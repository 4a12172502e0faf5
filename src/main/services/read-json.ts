import type { UpstreamResponse } from '../gateway/ports';

/** The parsed body; `undefined` when it is too long or not JSON. Throws TransportError. */
export async function readJson(response: UpstreamResponse, limitBytes: number): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > limitBytes) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Ids of an OpenAI model list; `null` when it is not one. */
export function readModelIds(body: unknown): readonly string[] | null {
  return readNames(body, 'data', 'id');
}

/** `{<list>: [{<name>: string}]}` */
export function readNames(body: unknown, list: string, name: string): readonly string[] | null {
  const entries = readField(body, list);
  if (!Array.isArray(entries)) return null;
  const names = entries.map((entry) => readField(entry, name));
  return names.every((value) => typeof value === 'string') ? names : null;
}

export function readField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
