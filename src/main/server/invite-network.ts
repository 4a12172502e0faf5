import { networkInterfaces } from 'node:os';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../gateway/ports';
import { describeFailure } from '../log/describe-failure';
import type { Log } from '../log/types';
import type { InviteDoor, InviteNetwork } from '../services/types';
import { closeHttpApp } from './close-http-app';
import { createContributeBrake, MOST_PAGES } from './contribute-brake';
import { addContributeRoutes, type ContributeRouteParts } from './contribute-routes';
import { createHttpApp } from './create-http-app';
import { admitFromNetwork } from './guard-network';

const EVERYWHERE = '0.0.0.0';
const BODY_LIMIT = 32 * 1024;
/** For an answer that is under way: the test of a key takes at most ten seconds. */
const GRACE_MS = 12_000;
/** A timer of Node takes no more; what lasts longer is looked at again. */
const LONGEST_TIMER_MS = 24 * 3_600_000;
const LIMITS = { maxConnections: 32, headersMs: 5_000, requestMs: 15_000 } as const;

export interface InviteNetworkParts {
  /** `null` until the services are there. */
  readonly inviteDoor: () => InviteDoor | null;
  readonly contributePage: ContributeRouteParts['contributePage'];
  readonly newRequestId: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** A listener of its own with nothing but the contributor's page, open for no longer than an invite asks for it. */
export function createInviteNetwork(parts: InviteNetworkParts): InviteNetwork & { close(): Promise<void> } {
  const { clock } = parts;
  const door = createNetworkDoor(parts);
  let cancelTimer = () => {};
  let isEnding = false;
  /** One after the other, or two openings at once would leave one behind. */
  let last: Promise<void> = Promise.resolve();

  async function follow(): Promise<void> {
    cancelTimer();
    const until = isEnding ? null : (parts.inviteDoor()?.networkUntil() ?? null);
    // Not waited for: the answer that used the last invite up is still on its way.
    if (until === null) return void door.shut();
    const wait = Math.min(LONGEST_TIMER_MS, Math.max(0, until - clock.now()) + 1);
    cancelTimer = clock.after(wait, () => void sync());
    await door.open();
  }

  function sync(): Promise<void> {
    last = last.then(follow, follow);
    return last;
  }

  return {
    sync,
    addresses: () =>
      ownAddresses().flatMap((address) => (door.port() === null ? [] : `http://${address}:${door.port()}`)),
    error: door.error,
    async close() {
      isEnding = true;
      await sync();
      await door.shut();
    },
  };
}

/** The listener itself: there or not, or why it cannot be. */
function createNetworkDoor(parts: InviteNetworkParts) {
  const { log } = parts;
  let listener: Listener | null = null;
  let closing: Promise<void> = Promise.resolve();
  let failure: string | null = null;
  return {
    port: () => listener?.port ?? null,
    error: () =>
      failure ?? (listener && ownAddresses().length === 0 ? 'This computer is in no network.' : null),
    async open(): Promise<void> {
      const inviteDoor = parts.inviteDoor();
      if (listener || !inviteDoor) return;
      try {
        listener = await listen(parts, inviteDoor);
        failure = null;
        log.info({ port: listener.port }, 'Invites are reachable in the network');
      } catch (error) {
        log.error(describeFailure(error), 'Invites could not be made reachable in the network');
        failure = 'The page could not be opened to your network. The log has the details.';
      }
    },
    /** At once for newcomers; resolves when the last answer is out. */
    shut(): Promise<void> {
      failure = null;
      if (!listener) return closing;
      log.info({ port: listener.port }, 'Invites are no longer reachable in the network');
      closing = listener.close();
      listener = null;
      return closing;
    },
  };
}

async function listen(parts: InviteNetworkParts, inviteDoor: InviteDoor): Promise<Listener> {
  let port = 0;
  const app = createHttpApp({
    bodyLimit: BODY_LIMIT,
    newRequestId: parts.newRequestId,
    log: parts.log,
    limits: LIMITS,
    admit: (request, response) =>
      admitFromNetwork(request, response, { ...parts, port: () => port, ownAddresses }),
  });
  const { monotonic } = parts.clock;
  addContributeRoutes(app, {
    ...parts,
    inviteDoor,
    contributeBrake: createContributeBrake(monotonic),
    pageBrake: createContributeBrake(monotonic, MOST_PAGES),
    place: 'network',
  });
  await app.listen({ host: EVERYWHERE, port: 0 });
  port = readPort(app);
  let closing: Promise<void> | null = null;
  return {
    port,
    close: () => {
      closing ??= closeHttpApp(app, GRACE_MS);
      return closing;
    },
  };
}

function readPort(app: FastifyInstance): number {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no port');
  return address.port;
}

/** IPv4 only: nobody types the other kind into a phone. */
function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}
