import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Speaks to the Control API over its socket. Paths are without the `/v1`. */
export interface ControlClient {
  readonly socketPath: string;
  /** Throws when the answer is not 2xx. The caller says what shape it expects. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Any answer. A string is sent as it is, everything else as JSON. */
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<RawAnswer>;
  /** Frames of `GET /events`, parsed; ends when `stop` is called. */
  listen(onEvent: (event: ControlEvent) => void): Promise<{ stop(): void }>;
}

export interface ControlEvent {
  readonly type: string;
  readonly data: unknown;
}

export function createControlClient(socketPath: string): ControlClient {
  const send: ControlClient['send'] = async (method, path, body, headers = {}) => {
    const payload = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
    const incoming = await open(socketPath, method, path, payload, headers);
    return { status: incoming.statusCode ?? 0, headers: incoming.headers, text: await readText(incoming) };
  };
  return {
    socketPath,
    send,
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const answer = await send(method, path, body);
      if (answer.status < 200 || answer.status > 299) {
        throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
      }
      const value: unknown = answer.text === '' ? null : JSON.parse(answer.text);
      return value as T;
    },
    async listen(onEvent) {
      const incoming = await open(socketPath, 'GET', '/events', null, {});
      followEvents(incoming, onEvent);
      return { stop: () => void incoming.destroy() };
    },
  };
}

function open(
  socketPath: string,
  method: string,
  path: string,
  payload: string | null,
  headers: Readonly<Record<string, string>>,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      socketPath,
      // The socket of a restarted app has the same path; a kept connection would lead to the old one.
      agent: false,
      method,
      path: `/v1${path}`,
      headers: {
        host: 'localhost',
        ...(payload === null
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
        ...headers,
      },
    });
    outgoing.on('response', resolve).on('error', reject);
    outgoing.end(payload ?? undefined);
  });
}

async function readText(incoming: IncomingMessage): Promise<string> {
  incoming.setEncoding('utf8');
  let text = '';
  for await (const piece of incoming) text += String(piece);
  return text;
}

function followEvents(incoming: IncomingMessage, onEvent: (event: ControlEvent) => void): void {
  let rest = '';
  incoming.setEncoding('utf8');
  incoming.on('error', () => undefined);
  incoming.on('data', (piece: string) => {
    const frames = (rest + piece).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      const type = /^event: (.*)$/m.exec(frame)?.[1] ?? 'message';
      const data = /^data: (.*)$/m.exec(frame)?.[1];
      if (data !== undefined) onEvent({ type, data: JSON.parse(data) });
    }
  });
}
