import type { IncomingMessage, ServerResponse } from 'node:http';
import { SpiderGateError } from '../gateway/errors';
import { writeError } from './write-answer';

const HOST_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * A page in a browser must not reach the gateway: not by its own name that resolves to 127.0.0.1 (DNS
 * rebinding), and not from another origin. Works below the router, so that no route, 404 or bad path is left out.
 */
export class OriginGuard {
  #hosts: ReadonlySet<string> = new Set();

  constructor(private readonly newRequestId: () => string) {}

  /** Known only once the server listens. */
  setPort(port: number): void {
    const names = HOST_NAMES.map((name) => `${name}:${port}`);
    this.#hosts = new Set(port === 80 ? [...names, ...HOST_NAMES] : names);
  }

  /** False: the request has been answered with a refusal. */
  admit(request: IncomingMessage, response: ServerResponse): boolean {
    const { host, origin } = request.headers;
    if (origin === undefined && host !== undefined && this.#hosts.has(host.toLowerCase())) return true;
    writeError(response, this.#refusal(origin), this.newRequestId());
    return false;
  }

  #refusal(origin: string | undefined): SpiderGateError {
    if (origin !== undefined) {
      return new SpiderGateError('origin_not_allowed', 'Pages in a browser may not use SpiderGate.');
    }
    return new SpiderGateError(
      'host_not_allowed',
      `Use one of these addresses: ${[...this.#hosts].join(', ')}.`,
    );
  }
}
