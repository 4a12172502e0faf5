import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { createInviteNetwork } from '../../../src/main/server/invite-network';
import type { InviteDoor } from '../../../src/main/services/types';
import { createSystemClock } from '../../../src/main/system-clock';
import { silentLog } from '../../support/fake-gateway';

function open(until: { at: number | null }) {
  const door: InviteDoor = {
    look: () => null,
    submit: async () => ({ kind: 'over' }),
    withdraw: () => false,
    connect: async () => null,
    // As an invite that is over: it no longer asks for anything.
    networkUntil: () => (until.at !== null && until.at > Date.now() ? until.at : null),
  };
  const ports: number[] = [];
  const log = {
    ...silentLog,
    info: ({ port }: { readonly port?: unknown }) => void ports.push(Number(port)),
  };
  const network = createInviteNetwork({
    inviteDoor: () => door,
    contributePage: () => '',
    newRequestId: () => 'x',
    clock: createSystemClock(),
    log,
  });
  onTestFinished(() => network.close());
  return { network, port: () => ports[0] ?? 0 };
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

it('opens nothing while no invite asks for it', async () => {
  const { network, port } = open({ at: null });
  await network.sync();
  expect([network.addresses(), network.error(), port()]).toEqual([[], null, 0]);
});

it('closes by itself when the last invite is over, though nobody touches anything', async () => {
  const { network, port } = open({ at: Date.now() + 400 });
  await network.sync();
  expect(await isOpen(port())).toBe(true);
  await expect.poll(() => isOpen(port()), { timeout: 3000 }).toBe(false);
  expect(network.addresses()).toEqual([]);
});

it('has one listener, however many ask at once, and none after the app has ended', async () => {
  const until = { at: Date.now() + 60_000 };
  const { network, port } = open(until);
  await Promise.all([network.sync(), network.sync(), network.sync()]);
  const addresses = Object.values(networkInterfaces())
    .flat()
    .filter((address) => address?.family === 'IPv4' && !address.internal);
  expect(network.addresses()).toHaveLength(addresses.length);
  await network.close();
  expect(await isOpen(port())).toBe(false);
  await network.sync();
  expect(network.addresses()).toEqual([]);
});
