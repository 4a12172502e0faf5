import { once } from 'node:events';
import { connect } from 'node:net';

/** Bytes as they are, for what no HTTP client would send. */
export async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  let text = '';
  socket.on('data', (data) => {
    text += data.toString('latin1');
  });
  socket.write(bytes);
  const deadline = setTimeout(() => socket.destroy(), 500);
  await once(socket, 'close');
  clearTimeout(deadline);
  return text;
}

export const CHUNKED_EMPTY = '2\r\n{}\r\n0\r\n\r\n';

/** A chat request with these header lines, then whatever follows. */
export function postRaw(port: number, lines: readonly string[], body: string): string {
  const head = [
    'POST /v1/chat/completions HTTP/1.1',
    `host: 127.0.0.1:${port}`,
    'content-type: application/json',
    ...lines,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

const HIDDEN = 'GET /hidden HTTP/1.1\r\n\r\n';

/** Name, header lines, what follows them: two readers could see different requests in each. */
export const AMBIGUOUS_REQUESTS: readonly (readonly [string, readonly string[], string])[] = [
  ['a length and chunks', ['content-length: 2', 'transfer-encoding: chunked'], CHUNKED_EMPTY],
  ['chunks and a length', ['transfer-encoding: chunked', 'content-length: 2'], CHUNKED_EMPTY],
  ['two lengths', ['content-length: 2', 'content-length: 3'], `{}${HIDDEN}`],
  ['a length that is a list', ['content-length: 2, 3'], `{}${HIDDEN}`],
  ['a signed length', ['content-length: +2'], '{}'],
  ['a negative length', ['content-length: -2'], '{}'],
  ['a hexadecimal length', ['content-length: 0x2'], '{}'],
  ['a length too large for a number', ['content-length: 99999999999999999999'], '{}'],
  ['an unknown coding after chunks', ['transfer-encoding: chunked, identity'], CHUNKED_EMPTY],
  ['an unknown coding', ['transfer-encoding: xchunked'], CHUNKED_EMPTY],
  ['a blank before the colon', ['transfer-encoding : chunked'], CHUNKED_EMPTY],
  ['a folded header', ['x-a: b', ' transfer-encoding: chunked'], CHUNKED_EMPTY],
  ['a header without a colon', ['rubbish'], '{}'],
  ['a zero byte in a header', ['x-a: b\0c', 'content-length: 2'], '{}'],
  ['a return without a line feed', ['x-a: b\rtransfer-encoding: chunked'], CHUNKED_EMPTY],
  ['a chunk size with a sign', ['transfer-encoding: chunked'], '+2\r\n{}\r\n0\r\n\r\n'],
  ['a chunk longer than it says', ['transfer-encoding: chunked'], '1\r\n{}\r\n0\r\n\r\n'],
  ['no chunk at all', ['transfer-encoding: chunked'], HIDDEN],
];
