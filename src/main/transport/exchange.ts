import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { TransportError, TransportFailure, UpstreamRequest, UpstreamResponse } from '../gateway/ports';
import { type ByteSink, createDecodedBody, readEncoding } from './decode-body';
import { createProxyRefusal, createTransportError, toTransportError } from './failures';
import type { ProxyAddress } from './proxy-address';
import { ResponseBody } from './response-body';

/** setTimeout fires at once for anything larger. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** Whom the request is meant for. */
export interface ExchangePlace {
  readonly host: string;
  /** The proxy that passes the request on as it is; `null` when we speak to the host itself, or in a tunnel. */
  readonly relay: ProxyAddress | null;
}

/** One request and its response, as undici's handler. Times are ours: undici's are coarse by half a second. */
export class Exchange implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | null = null;
  #timer: NodeJS.Timeout | null = null;
  #body: ResponseBody | null = null;
  #sink: ByteSink | null = null;
  #finished = false;
  /** Signs of life from the upstream, so that a timer can see whether there was one. */
  #signs = 0;
  #wirePaused = false;
  readonly #onAbort = () => this.#stop('aborted');

  constructor(
    private readonly request: UpstreamRequest,
    private readonly place: ExchangePlace,
    private readonly resolve: (response: UpstreamResponse) => void,
    private readonly reject: (error: Error) => void,
    private readonly inTurn: (task: () => void) => void,
  ) {
    request.signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#timer = startTimer(request.headersTimeoutMs, () => this.#stopUnlessAlive('headers_timeout'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Given up while it waited for a connection.
    if (this.#finished) controller.abort(createTransportError('aborted', this.place.host));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    // 1xx answers come before the real one.
    if (status < 200 || this.#finished) return;
    this.#signs += 1;
    const { host, relay } = this.place;
    if (relay && status === 407) {
      this.#end(createProxyRefusal(status, relay, host));
      return;
    }
    const encoding = readEncoding(headers['content-encoding']);
    if (encoding === 'unknown') {
      this.#stop('protocol');
      return;
    }
    this.#restartTimer(this.request.idleTimeoutMs, () => this.#onSilence());
    if (encoding === null) {
      this.#body = new ResponseBody(this);
      this.#sink = this.#body;
    } else {
      const decoded = createDecodedBody(encoding, this, host);
      this.#body = decoded.body;
      this.#sink = decoded.sink;
    }
    const response = { status, headers: flattenHeaders(headers, encoding !== null), body: this.#body };
    this.inTurn(() => this.resolve(response));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#signs += 1;
    this.#timer?.refresh();
    this.#sink?.push(chunk);
  }

  onResponseEnd(): void {
    this.#finish();
    this.#sink?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.#finished) return;
    this.#finish();
    const failure = toTransportError(error, this.place.host);
    if (this.#body) this.#body.fail(failure);
    else this.reject(failure);
  }

  pause(): void {
    this.#wirePaused = true;
    this.#controller?.pause();
  }

  resume(): void {
    this.#wirePaused = false;
    this.#timer?.refresh();
    this.#controller?.resume();
  }

  /** The reader has had enough: the upstream must not go on producing. */
  cancel(): void {
    if (this.#finished) return;
    this.#finish();
    this.#controller?.abort(createTransportError('aborted', this.place.host));
  }

  #stop(kind: TransportFailure): void {
    this.#end(createTransportError(kind, this.place.host));
  }

  #end(failure: TransportError): void {
    if (this.#finished) return;
    this.#finish();
    if (!this.#body) this.reject(failure);
    else if (failure.kind === 'aborted') this.#body.abort(failure);
    else this.#body.fail(failure);
    this.#controller?.abort(failure);
  }

  /** Silence counts only while we listen. */
  #onSilence(): void {
    if (this.#wirePaused || this.#body?.isPaused) this.#timer?.refresh();
    else this.#stopUnlessAlive('idle_timeout');
  }

  /** After a stalled event loop, or sleep, timers fire before the bytes that wait are read: read those first. */
  #stopUnlessAlive(kind: TransportFailure): void {
    const signs = this.#signs;
    setImmediate(() => {
      if (this.#signs === signs) this.#stop(kind);
    });
  }

  #finish(): void {
    this.#finished = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.request.signal.removeEventListener('abort', this.#onAbort);
  }

  #restartTimer(ms: number, task: () => void): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = startTimer(ms, task);
  }
}

function startTimer(ms: number, task: () => void): NodeJS.Timeout | null {
  if (ms === Number.POSITIVE_INFINITY) return null;
  return setTimeout(task, Math.min(ms, LONGEST_TIMEOUT_MS));
}

/** As nearly all are: only those that were sent twice are lists. */
function isFlat(headers: IncomingHttpHeaders): headers is Record<string, string> {
  for (const name in headers) if (typeof headers[name] !== 'string') return false;
  return true;
}

function flattenHeaders(headers: IncomingHttpHeaders, decoded: boolean): Readonly<Record<string, string>> {
  if (!decoded && isFlat(headers)) return headers;
  const flat: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  if (decoded) {
    // They describe bytes the reader never sees.
    delete flat['content-encoding'];
    delete flat['content-length'];
  }
  return flat;
}
