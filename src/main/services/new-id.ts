import { randomBytes } from 'node:crypto';

/** 64 random bits: enough for everything one person will ever make. */
export function newId(): string {
  return randomBytes(8).toString('hex');
}
