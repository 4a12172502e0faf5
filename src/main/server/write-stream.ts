import type { ServerResponse } from 'node:http';

interface StreamAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly frames: AsyncIterable<string>;
}

/**
 * Passes frames on as fast as the caller reads them. When the frames end, the response ends; when they break,
 * the connection breaks: a cut answer must never look complete.
 */
export async function writeStream(
  response: ServerResponse,
  answer: StreamAnswer,
  requestId: string,
): Promise<void> {
  response.writeHead(200, {
    ...answer.headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
    'x-request-id': requestId,
  });
  // They ride with the first frame when it is there already, else they do not wait for it.
  const flushing = setImmediate(() => response.flushHeaders());
  try {
    for await (const frame of answer.frames) {
      if (response.destroyed) return;
      if (!response.write(frame)) await waitForReader(response);
      // Leaving the loop tells the source that nobody reads any more.
      if (response.destroyed) return;
    }
    response.end();
  } catch (error) {
    response.destroy();
    throw error;
  } finally {
    clearImmediate(flushing);
  }
}

/** Until there is room again, or nobody to make any. */
function waitForReader(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
