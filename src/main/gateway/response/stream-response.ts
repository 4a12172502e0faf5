import type { ChunkReading, JsonObject } from '../chat';
import type { SpiderGateError } from '../errors';
import { DONE_FRAME, toErrorFrame, toExtendedFrame, toFrame } from './stream-frames';

type Chunk = ChunkReading & { readonly data: string };

export type SourceStep =
  | { readonly kind: 'chunks'; readonly chunks: readonly Chunk[] }
  | { readonly kind: 'end' }
  /** The answer broke off; the error is what the caller is told. */
  | { readonly kind: 'error'; readonly error: SpiderGateError };

/** Where the frames of a stream come from, and who is told how it ended. */
export interface FrameSource {
  next(): Promise<SourceStep>;
  wantsUsage: boolean;
  /** A model name for chunks that carry none. */
  model: string;
  /** Called once when the answer is whole; gives what rides in the last chunk. */
  onWhole(): Promise<JsonObject>;
  /** Called once when it ended any other way: broken off, or the caller left. */
  onBroken(step: 'error' | 'left'): Promise<void>;
}

/**
 * The frames of a stream, one text per piece that arrived. The chunk with the finish reason is held
 * until the end, because the metadata rides in the last chunk before `[DONE]`. A stream that broke off
 * ends in an error frame and has no `[DONE]`.
 */
export function createFrames(source: FrameSource): AsyncIterable<string> {
  let held: Chunk | null = null;
  let isOver = false;

  function passOn(chunks: readonly Chunk[]): string {
    let text = '';
    for (const chunk of chunks) {
      if (chunk.kind === 'usage_only' && !source.wantsUsage) continue;
      if (held) text += toFrame(held);
      held = null;
      if (chunk.finished || chunk.kind === 'usage_only') held = chunk;
      else text += toFrame(chunk);
    }
    return text;
  }

  async function conclude(): Promise<string> {
    const last = held?.chunk ?? {
      object: 'chat.completion.chunk',
      created: 0,
      model: source.model,
      choices: [],
    };
    return toExtendedFrame(last, await source.onWhole()) + DONE_FRAME;
  }

  async function next(): Promise<IteratorResult<string>> {
    while (!isOver) {
      const step = await source.next();
      if (step.kind === 'chunks') {
        const text = passOn(step.chunks);
        if (text !== '') return { value: text, done: false };
        continue;
      }
      if (isOver) break;
      isOver = true;
      if (step.kind === 'end') return { value: await conclude(), done: false };
      await source.onBroken('error');
      return { value: toErrorFrame(step.error), done: false };
    }
    return { value: undefined, done: true };
  }

  async function leave(): Promise<IteratorResult<string>> {
    if (!isOver) {
      isOver = true;
      await source.onBroken('left');
    }
    return { value: undefined, done: true };
  }

  return { [Symbol.asyncIterator]: () => ({ next, return: leave }) };
}
