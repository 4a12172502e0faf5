import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { ApiError } from '../shared/domain/event';
import { CliFailure, EXIT, notRunning, unreachable } from './failures';

/** A key's test waits for its provider, so this is longer than any of those. */
const SILENCE_LIMIT_MS = 90_000;

/** Speaks to the Control API. Paths are without the `/v1`. */
export interface ControlClient {
  /** The answer as it came; the caller says what docs/api.md promises there. Throws CliFailure for everything but 2xx. */
  call<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** An answer that is read piece by piece. `endless`: silence is no sign of trouble. */
  open(path: string, options?: OpenOptions): Promise<IncomingMessage>;
}

interface OpenOptions {
  readonly endless?: boolean;
  readonly signal?: AbortSignal;
  /** Sent with POST. */
  readonly body?: unknown;
}

interface Ask {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly endless?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** @param place is asked at each call: options are read only after the commands have been set up */
export function createControlClient(
  place: () => { readonly dataDir: string; readonly socketPath: string },
): ControlClient {
  const ask = async (wish: Ask): Promise<IncomingMessage> => {
    const { dataDir, socketPath } = place();
    const incoming = await send(socketPath, wish).catch((failure: unknown) => {
      if (wish.signal?.aborted) throw failure;
      throw explain(failure, dataDir);
    });
    const status = incoming.statusCode ?? 0;
    if (status >= 200 && status <= 299) return incoming;
    throw new CliFailure(EXIT.refused, readError(await readText(incoming), status));
  };
  return {
    open: (path, { endless = false, signal, body } = {}) =>
      ask({ method: body === undefined ? 'GET' : 'POST', path, endless, signal, body }),
    async call<T>(method: string, path: string, body?: unknown) {
      const text = await readText(await ask({ method, path, body }));
      return (text === '' ? null : parse(text)) as T;
    },
  };
}

function send(socketPath: string, { method, path, body, endless, signal }: Ask): Promise<IncomingMessage> {
  const payload = body === undefined ? null : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      socketPath,
      agent: false,
      method,
      path: `/v1${path}`,
      headers: {
        host: 'localhost',
        ...(payload === null
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
      },
      ...(signal ? { signal } : {}),
    });
    if (!endless) outgoing.setTimeout(SILENCE_LIMIT_MS, () => outgoing.destroy(new Error('silence')));
    outgoing.on('response', resolve).on('error', reject);
    outgoing.end(payload ?? undefined);
  });
}

async function readText(incoming: IncomingMessage): Promise<string> {
  incoming.setEncoding('utf8');
  let text = '';
  try {
    for await (const piece of incoming) text += String(piece);
  } catch {
    throw unreachable('SpiderGate stopped in the middle of its answer.');
  }
  return text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreachable('What answers on the control socket does not speak the Control API.');
  }
}

function explain(failure: unknown, dataDir: string): CliFailure {
  const code = failure instanceof Error && 'code' in failure ? String(failure.code) : '';
  switch (code) {
    case 'ENOENT':
    case 'ECONNREFUSED':
    case 'ENOTDIR':
      return notRunning(
        `SpiderGate is not running with the data dir ${dataDir}. Start the app (in a clone: npm start), or name another data dir with --data-dir.`,
      );
    case 'EACCES':
    case 'EPERM':
      return unreachable(`The control socket in ${dataDir} belongs to another user.`);
    case 'EINVAL':
    case 'ENAMETOOLONG':
      return unreachable(`The path of the control socket in ${dataDir} is too long for this system.`);
    default:
      return unreachable(`SpiderGate does not answer on its control socket${code ? ` (${code})` : ''}.`);
  }
}

/** `{"error":{…}}` as api.md promises it; anything else is put into the same shape. */
function readError(text: string, status: number): ApiError {
  const answer = parse(text);
  const error = isObject(answer) && isObject(answer.error) ? answer.error : {};
  const word = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise);
  return {
    message: word(error.message, `SpiderGate answered with status ${status}.`),
    type: word(error.type, 'api_error'),
    param: typeof error.param === 'string' ? error.param : null,
    code: word(error.code, `http_${status}`),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
