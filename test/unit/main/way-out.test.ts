import { expect, it } from 'vitest';
import type { NetworkChoice } from '../../../src/main/transport';
import { openWayOut } from '../../../src/main/way-out';
import { createServiceWorld } from '../../support/service-world';

async function openTestWay(opensAhead = true) {
  const set = await createServiceWorld();
  const calls: string[] = [];
  const choices: NetworkChoice[] = [];
  const wayOut = openWayOut({
    set,
    opensAhead,
    transport: {
      configure: (choice) => choices.push(choice),
      warm: (places) => calls.push(`warm ${places.map(({ provider }) => provider).join()}`),
      refresh: () => calls.push('refresh'),
    },
    health: { wake: () => calls.push('health') },
    localServers: {
      probeNow: () => {
        calls.push('probe');
        return Promise.reject(new Error('nobody there'));
      },
    },
    log: { info: () => {}, warn: (fields) => calls.push(JSON.stringify(fields)), error: () => {} },
  });
  return { set, services: set.services, wayOut, calls, choices };
}

it('opens nothing before everything is up, then what the keys ask for, and again when they change', async () => {
  const { services, wayOut, calls } = await openTestWay();
  services.keys.create({ provider_name: 'groq', api_key: 'gsk_some-key-for-this-test' });
  expect(calls).toEqual([]);
  wayOut.start();
  expect(calls).toEqual(['warm groq']);
  services.keys.create({ provider_name: 'mistral', api_key: 'another-key-for-this-test' });
  expect(calls.at(-1)).toMatch(/^warm (?=.*groq)(?=.*mistral)/);
  services.providers.update('groq', { enabled: false });
  expect(calls.at(-1)).toBe('warm mistral');
});

it('opens nothing ahead where that is not wanted', async () => {
  const { services, wayOut, calls } = await openTestWay(false);
  wayOut.start();
  services.keys.create({ provider_name: 'groq', api_key: 'gsk_some-key-for-this-test' });
  expect(calls).toEqual([]);
});

it('a wake forgets health and connections before it opens new ones, and a failing probe hurts nobody', async () => {
  const { wayOut, calls } = await openTestWay();
  wayOut.start();
  calls.length = 0;
  wayOut.wake();
  expect(calls).toEqual(['health', 'refresh', 'probe', 'warm ']);
});

it('hands the settings over at once and whenever they change, until it is closed', async () => {
  const { services, wayOut, choices } = await openTestWay();
  services.settings.update({ proxy: { url: 'http://anna:secret@proxy.lan:1' } });
  wayOut.close();
  services.settings.update({ proxy: { url: null } });
  expect(choices.map(({ proxy }) => proxy.url)).toEqual([null, 'http://anna:secret@proxy.lan:1']);
});
