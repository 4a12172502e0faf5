import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { TEST_CERTIFICATE, TEST_KEY } from './proxy-certificates';

export interface ProxyOptions {
  /** `user:password` it demands. */
  readonly credentials?: string;
  /** Status with which it turns every tunnel down. */
  readonly refuseWith?: number;
  /** Takes connections and never says a word. */
  readonly hangs?: boolean;
  /** Speaks TLS itself. */
  readonly secure?: boolean;
  /** Says its answer in two pieces, the second together with the first bytes of the tunnel. */
  readonly splitsAnswer?: boolean;
}

export interface ProxyServer {
  readonly port: number;
  /** First line of every request it was sent. */
  readonly lines: readonly string[];
  /** Whole heads, in the same order. */
  readonly heads: readonly string[];
  accepted(): number;
  close(): Promise<void>;
}

/** An HTTP proxy: CONNECT as a tunnel, absolute addresses passed on. Every name means this computer. */
export async function startProxy(options: ProxyOptions = {}): Promise<ProxyServer> {
  const sockets = new Set<Socket>();
  const heads: string[] = [];
  let accepted = 0;
  const take = (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    if (options.hangs !== true) readHead(socket, (head, rest) => serve(socket, head, rest));
  };
  const serve = (socket: Socket, head: string, rest: Buffer) => {
    heads.push(head);
    const refusal = judge(head, options);
    if (refusal !== null) socket.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 0\r\n\r\n`);
    else if (head.startsWith('CONNECT ')) openTunnel(socket, head, options);
    else passOn(socket, head, rest, serve);
  };
  const server: Server = options.secure
    ? createTlsServer({ cert: TEST_CERTIFICATE, key: TEST_KEY }, take)
    : createServer(take);
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    get lines() {
      return heads.map((head) => head.slice(0, head.indexOf('\r\n')));
    },
    heads,
    accepted: () => accepted,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function judge(head: string, { credentials, refuseWith }: ProxyOptions): number | null {
  if (refuseWith !== undefined) return refuseWith;
  if (credentials === undefined) return null;
  const expected = Buffer.from(credentials).toString('base64');
  return head.toLowerCase().includes(`proxy-authorization: basic ${expected.toLowerCase()}`) ? null : 407;
}

function readHead(socket: Socket, done: (head: string, rest: Buffer) => void): void {
  let seen = Buffer.alloc(0);
  const read = (piece: Buffer) => {
    seen = Buffer.concat([seen, piece]);
    const end = seen.indexOf('\r\n\r\n');
    if (end < 0) return;
    socket.off('data', read);
    socket.pause();
    done(seen.subarray(0, end + 4).toString('latin1'), seen.subarray(end + 4));
  };
  socket.on('data', read);
  socket.resume();
}

function openTunnel(socket: Socket, head: string, { splitsAnswer }: ProxyOptions): void {
  const port = Number(/^CONNECT \S+:(\d+) /.exec(head)?.[1]);
  const upstream = connect(port, '127.0.0.1');
  const end = () => {
    socket.destroy();
    upstream.destroy();
  };
  upstream.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  upstream.on('connect', () => {
    if (splitsAnswer) {
      socket.write('HTTP/1.1 200 Connection estab');
      setTimeout(() => socket.write('lished\r\nvia: test\r\n\r\n'), 20);
    } else {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    }
    socket.pipe(upstream);
    upstream.pipe(socket);
  });
  socket.on('close', end);
  upstream.on('close', end);
}

/** One request of plain HTTP after the other, as a relay does it. Bodies need a content-length. */
function passOn(
  socket: Socket,
  head: string,
  rest: Buffer,
  serve: (socket: Socket, head: string, rest: Buffer) => void,
): void {
  const url = new URL(/^[A-Z]+ (\S+) /.exec(head)?.[1] ?? '');
  const upstream = connect(Number(url.port || 80), '127.0.0.1');
  upstream.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n'));
  upstream.write(head.replace(url.origin, ''));
  upstream.write(rest);
  upstream.pipe(socket, { end: false });
  socket.once('close', () => upstream.destroy());
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  let left = length - rest.length;
  const next = () => readHead(socket, (nextHead, nextRest) => serve(socket, nextHead, nextRest));
  if (left <= 0) {
    next();
    return;
  }
  const readBody = (piece: Buffer) => {
    upstream.write(piece);
    left -= piece.length;
    if (left > 0) return;
    socket.off('data', readBody);
    next();
  };
  socket.on('data', readBody);
  socket.resume();
}
