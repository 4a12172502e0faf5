import { once } from 'node:events';
import { chmodSync, lstatSync, mkdirSync, statSync, unlinkSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import { isMainThread } from 'node:worker_threads';

/** sun_path has 104 bytes on macOS and 108 on Linux, with the final zero. */
const LONGEST_PATH_BYTES = 103;
const OWNER_ONLY_DIRECTORY = 0o700;
const OWNER_ONLY = 0o600;
/** What is left of a socket's mode is 0600. */
const OWNER_ONLY_MASK = 0o177;
const STICKY = 0o1000;

/** Why the Control API cannot listen, in a sentence for people. */
class SocketPathError extends Error {
  override readonly name = 'SocketPathError';
}

/** Makes the path free to listen on, in a directory only its owner can enter. */
export async function prepareSocketPath(path: string): Promise<void> {
  if (isNamedPipe(path)) return;
  const bytes = Buffer.byteLength(path);
  if (bytes > LONGEST_PATH_BYTES) {
    throw new SocketPathError(
      `The path of the control socket is ${bytes} bytes long, and the system allows ${LONGEST_PATH_BYTES}: choose a shorter data directory.`,
    );
  }
  closeDirectory(dirname(path));
  await removeStaleSocket(path);
}

/**
 * The socket is born with mode 0600; a chmod afterwards would leave a gap. Only the main thread may change the mask;
 * in another one the program's own (0077) already keeps everybody else out, and the rest is narrowed afterwards.
 */
export async function listenOnSocket(server: Server, path: string): Promise<void> {
  const listening = once(server, 'listening');
  const hasMode = !isNamedPipe(path);
  const previous = hasMode && isMainThread ? process.umask(OWNER_ONLY_MASK) : null;
  try {
    // Binding a path happens inside this call.
    server.listen(path);
  } finally {
    if (previous !== null) process.umask(previous);
  }
  await listening;
  if (hasMode && !isMainThread) chmodSync(path, OWNER_ONLY);
}

function isNamedPipe(path: string): boolean {
  return path.startsWith('\\\\');
}

function closeDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: OWNER_ONLY_DIRECTORY });
  const { mode, uid } = statSync(directory);
  // A shared directory such as /tmp is not ours to close; there the socket's own mode has to do.
  const isOurs = uid === process.getuid?.() && (mode & STICKY) === 0;
  if (isOurs && (mode & 0o077) !== 0) chmodSync(directory, OWNER_ONLY_DIRECTORY);
}

async function removeStaleSocket(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isSocket())
    throw new SocketPathError('There is a file that is no socket where the control socket should be.');
  if (await answers(path)) throw new SocketPathError('Another SpiderGate already uses this data directory.');
  unlinkSync(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
