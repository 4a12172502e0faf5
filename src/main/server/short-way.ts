import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GatewayCall } from '../gateway/gateway';
import { createTurnQueue } from '../gateway/turn-queue';
import type { CallRequest } from './answer-call';
import { parseJsonText } from './parse-json-text';

export interface ShortWayParts {
  /** Bytes. */
  readonly largest: number;
  readonly dialects: ReadonlyMap<string, GatewayCall['dialect']>;
  readonly newRequestId: () => string;
  readonly answer: (request: CallRequest, response: ServerResponse, dialect: GatewayCall['dialect']) => void;
  readonly refuse: (response: ServerResponse, error: unknown, requestId: string) => void;
}

/**
 * Takes calls in the form every SDK sends them past the router, which would cost them as much as planning their route.
 * False: it is not one of those; whatever is unusual goes the ordinary way, and gets its answer there.
 */
export function createShortWay(parts: ShortWayParts) {
  const inTurn = createTurnQueue();
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const dialect = parts.dialects.get(request.url ?? '');
    if (dialect === undefined || !isUsual(request, parts.largest)) return false;
    const id = parts.newRequestId();
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () =>
      inTurn(() => {
        try {
          const [first] = pieces;
          const bytes = first && pieces.length === 1 ? first : Buffer.concat(pieces);
          const text = bytes.toString();
          const body = parseJsonText(text);
          parts.answer({ id, headers: request.headers, query: null, body, text }, response, dialect);
        } catch (error) {
          parts.refuse(response, error, id);
        }
      }),
    );
    return true;
  };
}

function isUsual({ method, headers }: IncomingMessage, largest: number): boolean {
  const length = Number(headers['content-length']);
  return (
    method === 'POST' &&
    headers['content-type'] === 'application/json' &&
    length > 0 &&
    length <= largest &&
    headers['transfer-encoding'] === undefined &&
    headers.expect === undefined
  );
}
