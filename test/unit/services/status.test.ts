import { describe, expect, it } from 'vitest';
import { createServiceWorld } from '../../support/service-world';

describe('status and events', () => {
  it('stays paused over a restart and says so', async () => {
    const world = await createServiceWorld();
    expect(world.gate.isPaused()).toBe(false);
    expect(world.services.status.pause().gateway.state).toBe('paused');
    expect(world.events).toMatchObject([{ type: 'status', status: { gateway: { state: 'paused' } } }]);
    const again = await world.restart();
    expect(again.gate.isPaused()).toBe(true);
    expect(again.services.status.resume().gateway.state).toBe('running');
  });

  it('does not count the demo as configured', async () => {
    const { services } = await createServiceWorld();
    expect(services.status.get().counts.providers_configured).toBe(0);
    services.keys.create({ provider_name: 'groq', api_key: 'gsk_abcdefghijklmnop' });
    expect(services.status.get().counts).toMatchObject({ providers_configured: 1, keys: 1 });
  });

  it('hears everybody although one listener throws', async () => {
    const { services } = await createServiceWorld();
    let heard = 0;
    services.events.subscribe(() => {
      throw new Error('mine');
    });
    const stop = services.events.subscribe(() => {
      heard += 1;
    });
    services.status.pause();
    stop();
    services.status.resume();
    expect(heard).toBe(1);
  });
});
