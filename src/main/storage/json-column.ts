import type { z } from 'zod';
import { StorageError } from './errors';

/** Reads a JSON column. `place` names table, column and row for the error. */
export function parseJsonColumn<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  place: string,
): z.output<Schema> {
  const result = schema.safeParse(parseJson(text));
  if (result.success) return result.data;
  throw new StorageError('damaged', `The database is damaged: ${place} is not what was stored there.`);
}

/** `undefined` where the text is not JSON; no schema here accepts that. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
