import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { answer, type Behaviour, failWith } from './behaviours';
import { type RecordedRequest, readRequest } from './fake-request';
import { type Exchange, playBehaviour } from './play-behaviour';

export interface FakeProviderOptions {
  readonly port?: number;
  readonly models?: readonly string[];
  /** When given, any other key gets 401. */
  readonly acceptedKeys?: readonly string[];
  /** Answers 400 when the last message is the assistant's, as newer Claude models do. */
  readonly rejectsPrefill?: boolean;
}

export interface FakeProvider {
  /** `http://127.0.0.1:<port>/v1` */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly RecordedRequest[];
  /** Only the calls that want an answer, not the look-ups of models. */
  chats(): readonly RecordedRequest[];
  /**
   * One behaviour per request, in order, for a model, for `key:<secret>`, for a path such as `/models`, or for
   * everything (`*`). When the list is used up the fake answers normally again.
   */
  script(target: string, behaviours: readonly Behaviour[]): void;
  /** Resolves once `test` holds; looked at whenever a request arrives or a connection closes. */
  until(test: (requests: readonly RecordedRequest[]) => boolean): Promise<void>;
  /** Stops listening, so that connections are refused, until `accept`. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  reset(): void;
  close(): Promise<void>;
}

/** A real HTTP server that speaks OpenAI's wire format and breaks on purpose. */
export async function startFakeProvider(options: FakeProviderOptions = {}): Promise<FakeProvider> {
  const models = options.models ?? ['fake-model'];
  const scripts = new Map<string, Behaviour[]>();
  const requests: RecordedRequest[] = [];
  const waiting = new Set<() => void>();
  const sockets = new Set<Socket>();
  const notify = () => {
    for (const look of waiting) look();
  };

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    requests.push(request);
    const exchange = { request, response, closed: watchForClose(request, response, notify) };
    notify();
    if (options.acceptedKeys && !options.acceptedKeys.includes(request.key ?? '')) {
      return playBehaviour(
        failWith(401, { code: 'invalid_api_key', message: 'Incorrect API key provided' }),
        exchange,
      );
    }
    if (options.rejectsPrefill && endsInAssistant(request)) {
      const message = 'This model does not support assistant message prefill.';
      return playBehaviour(failWith(400, { message, type: 'invalid_request_error' }), exchange);
    }
    await answerRequest(exchange, models, nextBehaviour(scripts, request));
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  // A fault test may leave a request open for long; Node's own limits must not end it.
  server.requestTimeout = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  const port = await listen(server, options.port ?? 0);

  return {
    url: `http://127.0.0.1:${port}/v1`,
    port,
    requests,
    chats: () => requests.filter((request) => request.method === 'POST'),
    script: (target, behaviours) => void scripts.set(target, [...behaviours]),
    until: (test) =>
      new Promise((resolve) => {
        const look = () => {
          if (!test(requests)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    refuse: () => stopListening(server, sockets),
    accept: async () => {
      await listen(server, port);
    },
    reset: () => {
      scripts.clear();
      requests.length = 0;
    },
    close: () => stopListening(server, sockets),
  };
}

function endsInAssistant({ body }: RecordedRequest): boolean {
  const last: unknown = body.messages?.at(-1);
  return typeof last === 'object' && last !== null && 'role' in last && last.role === 'assistant';
}

function nextBehaviour(
  scripts: ReadonlyMap<string, Behaviour[]>,
  request: RecordedRequest,
): Behaviour | null {
  const path = request.path.replace(/^\/v1/, '');
  const lookup = path.startsWith('/models');
  // Scripts for `*`, a model or a key are about answers; only a path reaches the list of models.
  const targets = lookup ? ['/models'] : [path, `key:${request.key}`, String(request.body.model), '*'];
  for (const target of targets) {
    const list = scripts.get(target);
    const first = list?.[0];
    if (!list || !first) continue;
    if (!first.forever) list.shift();
    return first;
  }
  return null;
}

async function answerRequest(
  exchange: Exchange,
  models: readonly string[],
  behaviour: Behaviour | null,
): Promise<void> {
  const path = exchange.request.path.replace(/^\/v1/, '').replace(/\?.*$/, '');
  if (behaviour) return playBehaviour(behaviour, exchange);
  switch (path) {
    case '/models':
      return sendJson(exchange, {
        object: 'list',
        data: models.map((id) => ({ id, object: 'model', owned_by: 'fake' })),
      });
    case '/chat/completions':
      return playBehaviour(answer(), exchange);
    case '/embeddings':
      return sendJson(exchange, embeddings(exchange.request));
    default:
      return playBehaviour(failWith(404, { code: 'not_found' }), exchange);
  }
}

function sendJson({ response }: Exchange, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function embeddings(request: RecordedRequest): unknown {
  const inputs = Array.isArray(request.body.input) ? request.body.input : [request.body.input];
  return {
    object: 'list',
    model: request.body.model,
    data: inputs.map((_, index) => ({ object: 'embedding', index, embedding: [index, 0.5, -0.5] })),
    usage: { prompt_tokens: request.promptTokens, total_tokens: request.promptTokens },
  };
}

function watchForClose(request: RecordedRequest, response: ServerResponse, notify: () => void): AbortSignal {
  const controller = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) {
      request.aborted = true;
      request.abortedAt = performance.now();
    }
    controller.abort();
    notify();
  });
  return controller.signal;
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fake provider has no port');
  return address.port;
}

async function stopListening(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}
