import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { Failure } from '../attempt';
import type { ChunkReading, Dialect, RawUsage } from '../chat';
import { type Clock, TransportError } from '../ports';
import { classifyEmbedded, classifyTransport, hideSecret, plainFailure } from './classify-failure';
import { createFinishWatch } from './finish-watch';

/** More broken events than this, and the stream counts as cut. Source: routing.md. */
const TOLERATED_MALFORMED = 3;
/** After the finish reason only usage and `[DONE]` are still to come; nobody waits long for those. */
const AFTER_FINISH_MS = 2000;
/** One event may be large (an image, a file); without any bound one provider could fill the memory. */
const LARGEST_EVENT = 64 * 1024 * 1024;

export interface StreamChunk extends ChunkReading {
  /** As it came, without `data: `. */
  readonly data: string;
}

export type StreamStep =
  | { readonly kind: 'chunks'; readonly chunks: readonly StreamChunk[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** What a stream has said so far. */
export interface StreamTotals {
  readonly usage: RawUsage | null;
  readonly textLength: number;
  readonly malformed: number;
}

/** Reads an upstream's event stream in the steps it arrives in. */
export interface StreamReader {
  read(): Promise<StreamStep>;
  totals(): StreamTotals;
  /** From now on, this long without a byte is a failure. */
  watchStall(stallMs: number): void;
  /** Stops the upstream. */
  close(): void;
}

export function createStreamReader(deps: {
  readonly body: AsyncIterable<Uint8Array>;
  readonly dialect: Dialect;
  readonly clock: Clock;
  /** The key that was sent, so that it can be kept out of what the stream says. */
  readonly secret: string | null;
  /** How many answers were asked for at once. */
  readonly choices?: number;
  /** Ends the upstream call; a pending read then fails. */
  readonly stop: () => void;
}): StreamReader {
  const { dialect, clock } = deps;
  const bytes = deps.body[Symbol.asyncIterator]();
  const decoder = new TextDecoder();
  let pending: StreamChunk[] = [];
  let failure: Failure | null = null;
  let usage: RawUsage | null = null;
  let textLength = 0;
  let malformed = 0;
  const finish = createFinishWatch(deps.choices ?? 1);
  let isDone = false;
  let isClosed = false;
  /** Since when the upstream is waited for; `null` while it is the caller who is slow, which is no fault of the upstream. */
  let waitingSince: number | null = null;
  let cancelWatch = () => {};

  const parser = createParser({ onEvent: readEvent, maxBufferSize: LARGEST_EVENT });

  function readEvent(event: EventSourceMessage): void {
    if (isDone || failure) return;
    if (event.data === '[DONE]') {
      isDone = true;
      return;
    }
    if (event.data === '') return;
    try {
      const reading = dialect.readChunk(event.data);
      if (reading.kind === 'error' || event.event === 'error') {
        failure = hideSecret(classifyEmbedded(reading.chunk, clock.now()), deps.secret);
        return;
      }
      usage = reading.usage ?? usage;
      textLength += reading.textLength;
      finish.note(reading);
      pending.push({ ...reading, data: event.data });
    } catch {
      malformed += 1;
      if (malformed > TOLERATED_MALFORMED) failure = plainFailure('stream_cut', 'malformed_stream', 200);
    }
  }

  /** Lets the connection finish by itself, so that it can be used again. */
  async function drain(): Promise<void> {
    const cancel = clock.after(AFTER_FINISH_MS, close);
    try {
      while (!(await bytes.next()).done);
    } catch {
      // The answer is already whole; how its connection ends no longer matters.
    } finally {
      cancel();
      isClosed = true;
    }
  }

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    cancelWatch();
    deps.stop();
  }

  function watchStall(stallMs: number): void {
    const silence = () => (waitingSince === null ? 0 : clock.monotonic() - waitingSince);
    cancelWatch = clock.after(Math.max(1, stallMs - silence()), () => {
      if (isClosed || isDone) return;
      if (silence() < stallMs) return watchStall(stallMs);
      failure ??= plainFailure('stream_stalled', 'stream_stalled', 200);
      close();
    });
  }

  function takePending(): StreamStep {
    const chunks = pending;
    pending = [];
    return { kind: 'chunks', chunks };
  }

  function fail(what: Failure): StreamStep {
    close();
    return { kind: 'failure', failure: what };
  }

  /** The bytes are over, one way or another. */
  function concludeBytes(error: unknown): StreamStep | null {
    isClosed = true;
    cancelWatch();
    if (error === undefined) parser.feed('\n\n');
    isDone ||= error === undefined ? finish.mayBeWhole() : finish.isFinished();
    if (!isDone) failure ??= endFailure(error);
    // What came before the end is still passed on; the next read tells how it ended.
    return failure && pending.length === 0 ? { kind: 'failure', failure } : null;
  }

  function endFailure(error: unknown): Failure {
    if (error instanceof TransportError) return classifyTransport(error, 'body');
    if (error !== undefined) return plainFailure('stream_cut', 'unreadable_stream', 200);
    return plainFailure('stream_cut', 'stream_ended_early', 200);
  }

  async function read(): Promise<StreamStep> {
    while (pending.length === 0) {
      if (failure) return fail(failure);
      if (isDone) {
        cancelWatch();
        if (!isClosed) void drain();
        return { kind: 'end' };
      }
      if (isClosed) return { kind: 'failure', failure: endFailure(undefined) };
      const cancel = finish.isFinished() ? clock.after(AFTER_FINISH_MS, close) : null;
      try {
        waitingSince = clock.monotonic();
        const { value, done } = await bytes.next();
        if (done) {
          const step = concludeBytes(undefined);
          if (step) return step;
        } else {
          parser.feed(decoder.decode(value, { stream: true }));
        }
      } catch (error) {
        const step = concludeBytes(error);
        if (step) return step;
      } finally {
        waitingSince = null;
        cancel?.();
      }
    }
    return takePending();
  }

  return { read, totals: () => ({ usage, textLength, malformed }), watchStall, close };
}
