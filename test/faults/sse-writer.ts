import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { constants, createGzip, type Gzip } from 'node:zlib';
import type { Wire } from './behaviours';

export interface SseWriter {
  event(data: unknown): Promise<void>;
  text(text: string): Promise<void>;
  comment(): Promise<void>;
  /** A clean end of the HTTP body. */
  end(): void;
}

/** Writes SSE in any legal spelling. */
export function openSseWriter(response: ServerResponse, wire: Wire): SseWriter {
  const gzip = wire.gzip ? createGzip() : null;
  gzip?.pipe(response);
  if (wire.everyByteAlone) response.socket?.setNoDelay(true);
  let started = false;

  async function text(raw: string): Promise<void> {
    const spelled = `${wire.bom && !started ? '\uFEFF' : ''}${wire.crlf ? raw.replaceAll('\n', '\r\n') : raw}`;
    started = true;
    const bytes = Buffer.from(spelled, 'utf8');
    if (!wire.everyByteAlone) return writeBytes(response, gzip, bytes);
    for (const byte of bytes) {
      await writeBytes(response, gzip, Buffer.of(byte));
      await nextTurn();
    }
  }

  return {
    text,
    event: (data) => text(`${wire.comments ? ': here is a comment\n\n' : ''}${dataLines(data, wire)}\n\n`),
    comment: () => text(': keep-alive\n\n'),
    end: () => (gzip ?? response).end(),
  };
}

function dataLines(data: unknown, wire: Wire): string {
  if (!wire.multiLineData) return `data: ${JSON.stringify(data)}`;
  const lines = JSON.stringify(data, null, 1).split('\n');
  return lines.map((line) => `data:${line}`).join('\n');
}

async function writeBytes(response: ServerResponse, gzip: Gzip | null, bytes: Buffer): Promise<void> {
  if (response.destroyed) return;
  if (gzip) {
    gzip.write(bytes);
    await new Promise<void>((resolve) => gzip.flush(constants.Z_SYNC_FLUSH, resolve));
    return;
  }
  // A slow reader slows the fake too; without this, back-pressure could not be tested.
  if (!response.write(bytes)) await waitForRoom(response);
}

function waitForRoom(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
