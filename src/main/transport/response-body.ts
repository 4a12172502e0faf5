import type { TransportError } from '../gateway/ports';

/** Above the upper mark the source is paused, below the lower one it goes on. Bytes. */
const PAUSE_ABOVE = 256 * 1024;
const RESUME_BELOW = 64 * 1024;

/** Where the bytes come from. */
export interface BodySource {
  pause(): void;
  resume(): void;
  /** Nobody reads any more; called once, and not after the end. */
  cancel(): void;
}

interface Waiter {
  resolve(result: IteratorResult<Uint8Array>): void;
  reject(error: TransportError): void;
}

const DONE: IteratorResult<Uint8Array> = { done: true, value: undefined };

/** A response body as one lean async iterator: no stream machinery between socket and reader. */
export class ResponseBody implements AsyncIterableIterator<Uint8Array> {
  #queue: Uint8Array[] = [];
  #head = 0;
  #queuedBytes = 0;
  #paused = false;
  #ended = false;
  #failure: TransportError | null = null;
  #waiter: Waiter | null = null;

  constructor(private readonly source: BodySource) {}

  get isPaused(): boolean {
    return this.#paused;
  }

  push(chunk: Uint8Array): void {
    if (this.#ended || chunk.length === 0) return;
    const waiter = this.#takeWaiter();
    if (waiter) {
      waiter.resolve({ done: false, value: chunk });
      return;
    }
    this.#queue.push(chunk);
    this.#queuedBytes += chunk.length;
    if (!this.#paused && this.#queuedBytes > PAUSE_ABOVE) {
      this.#paused = true;
      this.source.pause();
    }
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#takeWaiter()?.resolve(DONE);
  }

  /** What has arrived is still handed out before the error is. */
  fail(error: TransportError): void {
    if (this.#ended) return;
    this.#ended = true;
    const waiter = this.#takeWaiter();
    if (waiter) waiter.reject(error);
    else this.#failure = error;
  }

  /** The reader gave up: what is queued has no taker. */
  abort(error: TransportError): void {
    this.#clear();
    if (this.#ended) this.#failure = null;
    this.fail(error);
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    const chunk = this.#shift();
    if (chunk) return Promise.resolve({ done: false, value: chunk });
    if (this.#failure) {
      const failure = this.#failure;
      this.#failure = null;
      return Promise.reject(failure);
    }
    if (this.#ended) return Promise.resolve(DONE);
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<Uint8Array>> {
    this.#clear();
    this.#failure = null;
    if (!this.#ended) {
      this.end();
      this.source.cancel();
    }
    return Promise.resolve(DONE);
  }

  takeWhole(): readonly Uint8Array[] | null {
    if (!this.#ended || this.#failure || this.#head > 0) return null;
    const whole = this.#queue;
    this.#clear();
    return whole;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #shift(): Uint8Array | undefined {
    const chunk = this.#queue[this.#head];
    if (!chunk) return undefined;
    this.#head += 1;
    this.#queuedBytes -= chunk.length;
    if (this.#head === this.#queue.length) this.#clear();
    if (this.#paused && !this.#ended && this.#queuedBytes < RESUME_BELOW) {
      this.#paused = false;
      this.source.resume();
    }
    return chunk;
  }

  #clear(): void {
    this.#queue = [];
    this.#head = 0;
    this.#queuedBytes = 0;
  }

  #takeWaiter(): Waiter | null {
    const waiter = this.#waiter;
    this.#waiter = null;
    return waiter;
  }
}
