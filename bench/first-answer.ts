import type { Target } from './jobs.ts';
import { createCaller, makeBody } from './load/exchange.ts';

/** Asks once. Throws when there is no whole answer. */
export async function askOnce(target: Target): Promise<void> {
  const caller = createCaller();
  try {
    const exchange = await caller.call(target, makeBody(target, 200));
    if (!exchange.ok) throw new Error(exchange.failure);
  } finally {
    await caller.close();
  }
}
