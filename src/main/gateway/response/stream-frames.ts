import type { JsonObject } from '../chat';
import type { SpiderGateError } from '../errors';

export const DONE_FRAME = 'data: [DONE]\n\n';

/** A chunk as one SSE frame. Data that spanned several lines is written anew, as one. */
export function toFrame(chunk: { readonly data: string; readonly chunk: JsonObject }): string {
  return `data: ${chunk.data.includes('\n') ? JSON.stringify(chunk.chunk) : chunk.data}\n\n`;
}

/** A chunk with more fields beside its own. */
export function toExtendedFrame(chunk: JsonObject, extra: JsonObject): string {
  return `data: ${JSON.stringify({ ...chunk, ...extra })}\n\n`;
}

export function toErrorFrame(error: SpiderGateError): string {
  return `data: ${JSON.stringify(error.toBody())}\n\n`;
}
