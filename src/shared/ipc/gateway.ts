import { z } from 'zod';

const LONGEST_PAUSE_MINUTES = 7 * 24 * 60;

export const pauseRequest = z
  .strictObject({
    /** It then resumes by itself; left out: until somebody resumes. */
    minutes: z.int().min(1).max(LONGEST_PAUSE_MINUTES).optional(),
  })
  .default({});

export const portRequest = z.strictObject({ port: z.int().min(1).max(65_535) });

export type PauseRequest = z.output<typeof pauseRequest>;
export type PortRequest = z.output<typeof portRequest>;
