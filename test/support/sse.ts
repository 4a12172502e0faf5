import { createParser } from 'eventsource-parser';
import type { Extras } from './create-world';

export interface StreamChunk extends Extras {
  readonly model?: string;
  readonly choices?: readonly {
    readonly delta?: { readonly content?: string | null; readonly tool_calls?: readonly unknown[] };
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
  readonly error?: { readonly message: string; readonly code: string };
}

export interface ReadStream {
  readonly chunks: readonly StreamChunk[];
  readonly text: string;
  /** Whether `[DONE]` came. */
  readonly done: boolean;
  readonly comments: number;
  /** The error frame, when there was one. */
  readonly error: StreamChunk['error'] | null;
}

/** Reads a stream to its end with a strict SSE parser. */
export async function readStream(response: Response): Promise<ReadStream> {
  const chunks: StreamChunk[] = [];
  let done = false;
  let comments = 0;
  const parser = createParser({
    onEvent: ({ data }) => {
      if (done) throw new Error('something came after [DONE]');
      if (data === '[DONE]') done = true;
      else chunks.push(JSON.parse(data));
    },
    onComment: () => {
      comments += 1;
    },
  });
  const decoder = new TextDecoder();
  for await (const piece of response.body ?? []) parser.feed(decoder.decode(piece, { stream: true }));
  const text = chunks.map((chunk) => chunk.choices?.[0]?.delta?.content ?? '').join('');
  return { chunks, text, done, comments, error: chunks.find((chunk) => chunk.error)?.error ?? null };
}
