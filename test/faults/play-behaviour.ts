import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer, Behaviour } from './behaviours';
import { chatCompletion, DEFAULT_TOKENS } from './chat-answer';
import type { RecordedRequest } from './fake-request';
import { openSseWriter, type SseWriter } from './sse-writer';
import { planStream, type Step } from './stream-plan';

export interface Exchange {
  readonly request: RecordedRequest;
  readonly response: ServerResponse;
  /** Aborts when the other side has closed the connection. */
  readonly closed: AbortSignal;
}

/** Carries one behaviour out. Resolves when nothing more will be sent. */
export async function playBehaviour(behaviour: Behaviour, exchange: Exchange): Promise<void> {
  switch (behaviour.kind) {
    case 'silence':
      return waitForClose(exchange);
    case 'reset':
      exchange.response.socket?.resetAndDestroy();
      return;
    case 'plain':
      await pause(behaviour.headersDelayMs, exchange);
      exchange.response
        .writeHead(behaviour.status, {
          'content-type': behaviour.contentType ?? 'application/json',
          ...behaviour.headers,
        })
        .end(behaviour.body);
      return;
    case 'answer':
      await behaviour.heldUntil;
      await pause(behaviour.headersDelayMs, exchange);
      return exchange.request.body.stream === true
        ? playStream(behaviour, exchange)
        : playJson(behaviour, exchange);
  }
}

async function playJson(answer: Answer, exchange: Exchange): Promise<void> {
  await pause(answer.firstTokenDelayMs, exchange);
  const text = JSON.stringify(chatCompletion(answer, exchange.request));
  exchange.response.writeHead(200, { 'content-type': 'application/json', ...answer.headers });
  if (answer.stallAfter !== undefined) {
    exchange.response.write(text.slice(0, text.length / 2));
    return waitForClose(exchange);
  }
  if (answer.malformedBefore) {
    exchange.response.end(text.slice(0, -2));
    return;
  }
  if (answer.cut) {
    exchange.response.write(text.slice(0, text.length / 2), () =>
      exchange.response.socket?.resetAndDestroy(),
    );
    return;
  }
  exchange.request.tokensSent = answer.tokens ?? DEFAULT_TOKENS;
  exchange.response.end(text);
}

async function playStream(answer: Answer, exchange: Exchange): Promise<void> {
  exchange.response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    ...(answer.wire?.gzip ? { 'content-encoding': 'gzip' } : {}),
    ...answer.headers,
  });
  exchange.response.flushHeaders();
  const writer = openSseWriter(exchange.response, answer.wire ?? {});
  for (const step of planStream(answer, exchange.request)) {
    if (exchange.closed.aborted) return;
    const goOn = await playStep(step, writer, answer, exchange);
    if (!goOn) return;
  }
  writer.end();
}

async function playStep(step: Step, writer: SseWriter, answer: Answer, exchange: Exchange): Promise<boolean> {
  switch (step.do) {
    case 'event':
      await writer.event(step.data);
      if (step.token) exchange.request.tokensSent += 1;
      return true;
    case 'text':
      await writer.text(step.text);
      return true;
    case 'wait':
      await pauseWithComments(step.ms, writer, answer, exchange);
      return true;
    case 'stall':
      await waitForClose(exchange);
      return false;
    case 'cut':
      if (step.how === 'end') writer.end();
      // Only once the bytes before the cut have left: a reset throws away what is still buffered.
      else
        exchange.response.write('', () => setTimeout(() => exchange.response.socket?.resetAndDestroy(), 20));
      return false;
  }
}

async function pauseWithComments(
  ms: number,
  writer: SseWriter,
  answer: Answer,
  exchange: Exchange,
): Promise<void> {
  const every = answer.keepAliveMs ?? ms;
  for (let left = ms; left > 0 && !exchange.closed.aborted; left -= every) {
    await pause(Math.min(every, left), exchange);
    if (answer.keepAliveMs) await writer.comment();
  }
}

async function pause(ms: number | undefined, exchange: Exchange): Promise<void> {
  if (!ms) return;
  // An abort only ends the wait early; the caller looks at the signal itself.
  await wait(ms, undefined, { signal: exchange.closed }).catch(() => undefined);
}

function waitForClose({ closed }: Exchange): Promise<void> {
  if (closed.aborted) return Promise.resolve();
  return new Promise((resolve) => closed.addEventListener('abort', () => resolve(), { once: true }));
}
