import { once } from 'node:events';
import type { FastifyInstance } from 'fastify';

const SWEEP_MS = 50;

/** Lets answers that are under way finish, but not for longer than `graceMs`. */
export async function closeHttpApp(
  app: FastifyInstance,
  graceMs: number,
  /** Ends the waiting at once. */
  hurry?: AbortSignal,
): Promise<void> {
  const { server } = app;
  const closed = server.listening ? once(server, 'close') : Promise.resolve();
  server.close();
  // A connection that was busy a moment ago would otherwise be kept for its next request.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const end = () => server.closeAllConnections();
  const force = setTimeout(end, graceMs);
  hurry?.addEventListener('abort', end);
  try {
    await Promise.all([closed, app.close()]);
  } finally {
    clearInterval(sweep);
    clearTimeout(force);
    hurry?.removeEventListener('abort', end);
  }
}
