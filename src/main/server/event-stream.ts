import type { ServerResponse } from 'node:http';
import type { AppEvent } from '../../shared/domain/event';
import type { EventHub } from '../services/types';

const HEARTBEAT_MS = 15_000;
/** A listener that lags this far behind is cut off rather than fed from memory. */
const LONGEST_QUEUE_BYTES = 4 * 1024 * 1024;

/** `GET /events`: every fact as `event: <type>` with the whole event as its data, until the reader leaves. */
export function writeEvents(response: ServerResponse, events: EventHub, requestId: string): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-request-id': requestId,
  });
  const write = (text: string) => {
    if (response.writableLength > LONGEST_QUEUE_BYTES) response.destroy();
    else response.write(text);
  };
  // Sends the headers as well, so that a reader knows that from here on nothing is missed.
  write(': listening\n\n');
  const tell = (event: AppEvent) => {
    if (isPublic(event)) write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  };
  const subscriptions = [
    events.subscribe(tell),
    events.onRequest((news) => tell({ type: 'request', request: news.toSummary() })),
  ];
  const heartbeat = setInterval(() => write(':\n\n'), HEARTBEAT_MS);
  response.once('close', () => {
    clearInterval(heartbeat);
    for (const unsubscribe of subscriptions) unsubscribe();
  });
}

/** `changed` only tells the window which replica to read again. */
function isPublic(event: AppEvent): boolean {
  return event.type !== 'changed';
}
