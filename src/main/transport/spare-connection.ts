import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import type { Connector } from './connector';

/** One connection to one place, opened before anybody asked for it. */
export interface SpareConnection {
  /** Hands out the spare, also one that is still on its way; else a new connection. */
  readonly connect: Connector;
  /** Opens the spare, unless there is one or one is on its way. A failure is nobody's business yet. */
  open(target: buildConnector.Options): void;
  /** Closes the spare. */
  drop(): void;
}

export function createSpareConnection(connector: Connector, keepMs: number): SpareConnection {
  let spare: Socket | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isOpening = false;
  let waiter: buildConnector.Callback | null = null;
  let isDropped = false;

  function release(): Socket | null {
    const socket = spare;
    spare = null;
    if (timer) clearTimeout(timer);
    timer = null;
    socket?.off('close', release);
    return socket;
  }

  function handOver(socket: Socket, target: buildConnector.Options, callback: buildConnector.Callback): void {
    if (isFresh(socket)) {
      callback(null, socket);
      return;
    }
    socket.destroy();
    connector(target, callback);
  }

  function keep(socket: Socket): void {
    spare = socket;
    socket.on('error', ignore);
    socket.on('close', release);
    timer = setTimeout(() => release()?.destroy(), keepMs).unref();
  }

  return {
    connect(target, callback) {
      const socket = release();
      // Later, as a new connection would come; until then it may still die.
      if (socket) setImmediate(handOver, socket, target, callback);
      else if (isOpening && !waiter) waiter = callback;
      else connector(target, callback);
    },
    open(target) {
      if (spare || isOpening) return;
      isOpening = true;
      isDropped = false;
      connector(target, (...result) => {
        const [, socket] = result;
        isOpening = false;
        const wanted = waiter;
        waiter = null;
        if (wanted) wanted(...result);
        else if (socket && isDropped) socket.on('error', ignore).destroy();
        else if (socket) keep(socket);
      });
    },
    drop() {
      isDropped = true;
      release()?.destroy();
    },
  };
}

/** Some servers say 408 on a connection that stays silent; that would be taken for the answer to the next request. */
function isFresh(socket: Socket): boolean {
  return !socket.destroyed && socket.readable && socket.writable && socket.readableLength === 0;
}

function ignore(): void {}
