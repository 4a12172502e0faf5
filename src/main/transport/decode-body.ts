import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { createTransportError } from './failures';
import { type BodySource, ResponseBody } from './response-body';

/** What takes the bytes off the wire: the body itself, or a decoder in front of it. */
export interface ByteSink {
  push(chunk: Uint8Array): void;
  end(): void;
}

export interface DecodedBody {
  readonly body: ResponseBody;
  readonly sink: ByteSink;
}

type Encoding = 'gzip' | 'br' | 'deflate';

/** `null`: sent as it is; `unknown`: an encoding nobody asked for. */
export function readEncoding(header: string | undefined): Encoding | null | 'unknown' {
  switch (header?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    case 'br':
      return 'br';
    case 'deflate':
      return 'deflate';
    default:
      return 'unknown';
  }
}

/** Decodes as the bytes arrive; a reader that is slow slows the decoder, and that the wire. */
export function createDecodedBody(encoding: Encoding, wire: BodySource, host: string): DecodedBody {
  let decoder: Transform | null = null;
  let wirePaused = false;
  const body = new ResponseBody({
    pause: () => decoder?.pause(),
    resume: () => decoder?.resume(),
    cancel() {
      decoder?.destroy();
      wire.cancel();
    },
  });

  function open(first: Uint8Array): Transform {
    const opened = createDecoder(encoding, first);
    opened.on('data', (chunk: Uint8Array) => body.push(chunk));
    opened.on('end', () => body.end());
    opened.on('error', () => {
      body.fail(createTransportError('protocol', host));
      wire.cancel();
    });
    opened.on('drain', () => {
      wirePaused = false;
      wire.resume();
    });
    return opened;
  }

  return {
    body,
    sink: {
      push(chunk) {
        decoder ??= open(chunk);
        if (!decoder.write(chunk) && !wirePaused) {
          wirePaused = true;
          wire.pause();
        }
      },
      end() {
        if (decoder) decoder.end();
        else body.end();
      },
    },
  };
}

function createDecoder(encoding: Encoding, first: Uint8Array): Transform {
  switch (encoding) {
    case 'gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      // RFC 9110 means zlib; some servers send raw deflate. The first byte tells (RFC 1950, CM = 8).
      return ((first[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
  }
}
