import type { ServerResponse } from 'node:http';
import type { SpiderGateError } from '../gateway/errors';

/** No page may take these answers for an image, a script or a document of its own. */
export const NOT_FOR_PAGES = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Straight to the socket: nothing is logged, hooked or validated on the way. */
export function writeJson(
  response: ServerResponse,
  answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
    /** The same, where it is a text already. */
    readonly text?: string | undefined;
  },
  requestId: string,
): void {
  const payload = answer.text ?? JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(payload),
    'x-request-id': requestId,
  });
  response.end(payload);
}

export function writeError(response: ServerResponse, error: SpiderGateError, requestId: string): void {
  writeJson(response, { status: error.status, headers: error.headers, body: error.toBody() }, requestId);
}
