import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { TransportError, type UpstreamRequest, type UpstreamResponse } from '../../../src/main/gateway/ports';
import { type ClosableTransport, createTransport } from '../../../src/main/transport';
import { type RawServer, startRawServer } from '../../support/raw-server';

export function transport(): ClosableTransport {
  const created = createTransport();
  onTestFinished(() => created.close());
  return created;
}

export async function server(
  play: (socket: Socket, request: string, connection: number) => void,
): Promise<RawServer> {
  const started = await startRawServer(play);
  onTestFinished(() => started.close());
  return started;
}

export function request(url: string, change: Partial<UpstreamRequest> = {}): UpstreamRequest {
  return {
    method: 'POST',
    url,
    headers: { authorization: 'Bearer sk-very-secret', 'content-type': 'application/json' },
    body: '{}',
    signal: new AbortController().signal,
    headersTimeoutMs: 5_000,
    idleTimeoutMs: 5_000,
    ...change,
  };
}

export async function readAll(response: UpstreamResponse): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function failureOf(work: Promise<unknown>): Promise<TransportError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TransportError)) throw new Error(`expected a TransportError, got ${String(error)}`);
  return error;
}

export const chunked = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
export const CHUNKED_HEAD = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
