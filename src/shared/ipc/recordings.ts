import { z } from 'zod';

const requestId = z.string().min(1).max(64);

export const recordNextRequest = z.strictObject({ on: z.boolean() });
export const recordTokenRequest = z.strictObject({ token_id: z.string().min(1).max(64), on: z.boolean() });
export const recordingRef = z.strictObject({ id: requestId });

export type RecordNextRequest = z.output<typeof recordNextRequest>;
export type RecordTokenRequest = z.output<typeof recordTokenRequest>;
