import { z } from 'zod';

/** Longest that is remembered or allowed. */
const LONGEST_ORIGIN = 255;

const SERIALISED = /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@\\*,]*$/;

/** Exactly as a browser engine writes it: no path, no slash at the end, lower case, no default port, no wildcard. */
export function isOrigin(text: string): boolean {
  if (text === 'null') return true;
  if (text.length > LONGEST_ORIGIN || !SERIALISED.test(text)) return false;
  return /^https?:/.test(text) ? URL.canParse(text) && new URL(text).origin === text : true;
}

export const originPutRequest = z.strictObject({
  origin: z
    .string()
    .refine(isOrigin, 'must be an origin as a browser writes it, e.g. http://localhost:3000, without a path'),
  /** False: takes it off the list. */
  allowed: z.boolean(),
});

export type OriginPutRequest = z.output<typeof originPutRequest>;
