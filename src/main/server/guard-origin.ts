import type { IncomingMessage, ServerResponse } from 'node:http';
import { SpiderGateError } from '../gateway/errors';
import type { OriginGate } from '../services/types';
import { isContributorsBrowser } from './contribute-path';
import { answerPreflight, isPreflight, shareWithOrigin } from './share-with-origin';
import { writeError } from './write-answer';

const HOST_NAMES = ['localhost', '127.0.0.1', '[::1]'];
/** Engines say with these who asked where they send no Origin: images, scripts, frames, links, form GETs. */
const FOREIGN_SITES: ReadonlySet<unknown> = new Set(['cross-site', 'same-site']);

interface GuardParts {
  readonly newRequestId: () => string;
  readonly originGate: OriginGate;
}

/**
 * A page in a browser must not reach the gateway: not by its own name that resolves to 127.0.0.1 (DNS rebinding),
 * and not from another origin, unless the user has allowed that one. Works below the router, so that no route, 404 or
 * bad path is left out.
 */
export class OriginGuard {
  #hosts: ReadonlySet<string> = new Set();
  /** The one that was admitted last. */
  #lastHost: string | null = null;

  constructor(private readonly parts: GuardParts) {}

  /** Known only once the server listens. */
  setPort(port: number): void {
    this.#lastHost = null;
    const names = HOST_NAMES.map((name) => `${name}:${port}`);
    this.#hosts = new Set(port === 80 ? [...names, ...HOST_NAMES] : names);
  }

  /** False: the request has been answered, with a refusal or as the preflight it is. */
  admit(request: IncomingMessage, response: ServerResponse): boolean {
    const { host, origin } = request.headers;
    // First, and for allowed origins too: a page that was rebound shares its origin with nobody else.
    if (host === undefined || !this.#isOurs(host)) return this.#refuse(response, this.#wrongHost());
    if (isContributorsBrowser(request)) return true;
    if (origin === undefined) {
      if (!FOREIGN_SITES.has(request.headers['sec-fetch-site'])) return true;
      return this.#refuse(response, wrongOrigin());
    }
    if (!this.parts.originGate.admits(origin)) return this.#refuse(response, wrongOrigin());
    shareWithOrigin(response, origin);
    if (!isPreflight(request)) return true;
    answerPreflight(request, response, this.parts.newRequestId());
    return false;
  }

  #isOurs(host: string): boolean {
    // Nearly all come by the same name; comparing it is quicker than looking it up.
    if (host === this.#lastHost) return true;
    if (!this.#hosts.has(host.toLowerCase())) return false;
    this.#lastHost = host;
    return true;
  }

  #refuse(response: ServerResponse, error: SpiderGateError): false {
    writeError(response, error, this.parts.newRequestId());
    return false;
  }

  #wrongHost(): SpiderGateError {
    return new SpiderGateError(
      'host_not_allowed',
      `Use one of these addresses: ${[...this.#hosts].join(', ')}.`,
    );
  }
}

function wrongOrigin(): SpiderGateError {
  return new SpiderGateError(
    'origin_not_allowed',
    'Pages and apps in a browser engine may use SpiderGate only when they are allowed in its settings.',
  );
}
