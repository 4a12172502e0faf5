import type { Duplex } from 'node:stream';
import type { SpiderGateError } from '../gateway/errors';

/** For the other side to read them and hang up. */
const LINGER_MS = 1_000;

/** An error for a connection that has no response to write to. `status` as in the first line of HTTP. */
export function sayLastWords(
  socket: Duplex,
  status: string,
  error: SpiderGateError,
  requestId: string,
): void {
  const body = JSON.stringify(error.toBody());
  // Half-open connections are allowed here, so one that stays silent has to be ended.
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nx-request-id: ${requestId}\r\n\r\n${body}`,
  );
}
