import type { Failure, PartialAnswer } from '../attempt';
import type { AnswerReading } from '../chat';
import type { Clock } from '../ports';
import { plainFailure } from './classify-failure';
import type { StreamChunk, StreamReader, StreamStep } from './stream-reader';

/** Bounds on what is held back before the first content. Source: routing.md, "Streams". */
const HELD_FRAMES = 64;
const HELD_CHARACTERS = 256 * 1024;
export const LARGEST_ANSWER = 64 * 1024 * 1024;

export type UpstreamResult =
  | {
      readonly kind: 'answer';
      readonly reading: AnswerReading;
      /** The answer as it came; `null`: it was brought into another form. */
      readonly text: string | null;
      readonly firstByteAt: number;
    }
  | {
      readonly kind: 'stream';
      readonly reader: StreamReader;
      readonly opened: readonly StreamChunk[];
      readonly firstByteAt: number;
      /** Every chunk is in `opened` already. */
      readonly isWhole: boolean;
    }
  | {
      readonly kind: 'failure';
      readonly failure: Failure;
      readonly firstByteAt: number | null;
      /** When the answer had really begun, for one that was held back and broke off later. */
      readonly begunAt?: number;
      readonly wasted?: PartialAnswer;
    };

interface Opening {
  readonly reader: StreamReader;
  readonly firstByteAt: number;
  readonly stallMs: number;
  /** The first token is there: its limit has been kept. */
  readonly onBegun: () => void;
}

/** Reads until the answer has really begun, so that every earlier failure stays invisible to the caller. */
export async function openStream(opening: Opening): Promise<UpstreamResult> {
  const { reader, firstByteAt, stallMs } = opening;
  const opened: StreamChunk[] = [];
  let held = 0;
  for (;;) {
    const step = await reader.read();
    if (step.kind !== 'chunks') return concludeOpening(step, reader, opened, firstByteAt);
    opened.push(...step.chunks);
    held += measure(step.chunks);
    if (hasBegun(step.chunks) || opened.length >= HELD_FRAMES || held >= HELD_CHARACTERS) {
      opening.onBegun();
      reader.watchStall(stallMs);
      return { kind: 'stream', reader, opened, firstByteAt, isWhole: false };
    }
  }
}

/** Reads to the end before anything is passed on. Only the first token has to come in time. */
export async function holdStream(opening: Opening, clock: Clock): Promise<UpstreamResult> {
  const { reader, firstByteAt, stallMs, onBegun } = opening;
  const opened: StreamChunk[] = [];
  let held = 0;
  let begunAt: number | null = null;
  for (;;) {
    const step = await reader.read();
    if (step.kind !== 'chunks') {
      const result = concludeOpening(step, reader, opened, firstByteAt);
      return result.kind === 'failure' && begunAt !== null ? { ...result, begunAt } : result;
    }
    if (begunAt === null && hasBegun(step.chunks)) {
      begunAt = clock.monotonic();
      onBegun();
      reader.watchStall(stallMs);
    }
    opened.push(...step.chunks);
    held += measure(step.chunks);
    if (held > LARGEST_ANSWER) {
      reader.close();
      const failure = plainFailure('not_an_answer', 'too_large', 200);
      return { kind: 'failure', failure, firstByteAt, ...findWaste(reader) };
    }
  }
}

function concludeOpening(
  step: Exclude<StreamStep, { kind: 'chunks' }>,
  reader: StreamReader,
  opened: readonly StreamChunk[],
  firstByteAt: number,
): UpstreamResult {
  if (step.kind === 'failure') {
    const failure = opened.length === 0 ? asEmpty(step.failure) : step.failure;
    return { kind: 'failure', failure, firstByteAt, ...findWaste(reader) };
  }
  if (hasBegun(opened)) return { kind: 'stream', reader, opened, firstByteAt, isWhole: true };
  const failure = plainFailure('not_an_answer', 'empty_answer', 200);
  return { kind: 'failure', failure, firstByteAt, ...findWaste(reader) };
}

function findWaste(reader: StreamReader): { readonly wasted?: PartialAnswer } {
  const { usage, textLength } = reader.totals();
  return usage === null && textLength === 0 ? {} : { wasted: { usage, textLength } };
}

function hasBegun(chunks: readonly StreamChunk[]): boolean {
  return chunks.some((chunk) => chunk.kind === 'delta' || chunk.finished);
}

function measure(chunks: readonly StreamChunk[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.data.length, 0);
}

/** A stream that ended without a single event was no answer at all. */
function asEmpty(failure: Failure): Failure {
  return failure.code === 'stream_ended_early' ? plainFailure('not_an_answer', 'empty_answer', 200) : failure;
}
