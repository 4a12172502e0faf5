import { describe, expect, it } from 'vitest';
import { createTestClock } from '../../support/gateway-world';
import { createServiceWorld } from '../../support/service-world';
import { errorOf } from './service-fixtures';

const APP = 'http://localhost:3000';

describe('origins', () => {
  it('are refused until one is allowed, by its exact name', async () => {
    const { originGate, services } = await createServiceWorld();
    expect(originGate.admits(APP)).toBe(false);
    services.origins.put({ origin: APP, allowed: true });
    for (const other of [
      'http://localhost:3001',
      'https://localhost:3000',
      'http://localhost:3000.evil.example',
      'http://evil.localhost:3000',
      'HTTP://localhost:3000',
      `${APP}/`,
      `${APP}, ${APP}`,
      '',
      'null',
      '*',
    ])
      expect(originGate.admits(other), other).toBe(false);
    expect(originGate.admits(APP)).toBe(true);
    services.origins.put({ origin: APP, allowed: false });
    expect(originGate.admits(APP)).toBe(false);
  });

  it('stay allowed over a restart; what was refused is forgotten', async () => {
    const world = await createServiceWorld();
    for (const origin of [APP, 'vscode-webview://0abc', 'app://obsidian.md', 'file://'])
      world.services.origins.put({ origin, allowed: true });
    world.originGate.admits('https://evil.example');
    const { services, originGate } = await world.restart();
    expect(services.origins.list()).toEqual(
      [APP, 'vscode-webview://0abc', 'app://obsidian.md', 'file://'].map((origin) => ({
        origin,
        state: 'allowed',
        count: 0,
        last_seen: null,
      })),
    );
    expect(originGate.admits('app://obsidian.md')).toBe(true);
  });

  it.each(['{', '{"a":1}', '["null","*","https://x/path"]', '[1]'])(
    'a damaged record %s allows nobody',
    async (record) => {
      const world = await createServiceWorld();
      world.storage.settings.set('origins.allowed', record);
      expect((await world.restart()).services.origins.list()).toEqual([]);
    },
  );

  it('never allow "null", which any sandboxed page sends', async () => {
    const { services, originGate } = await createServiceWorld();
    originGate.admits('null');
    expect(services.origins.list()).toMatchObject([{ origin: 'null', state: 'refused', count: 1 }]);
    const error = errorOf(() => services.origins.put({ origin: 'null', allowed: true }));
    expect([error.code, error.param]).toEqual(['invalid_request_error', 'origin']);
    expect(originGate.admits('null')).toBe(false);
  });

  it('show what was refused, newest first, counted and bounded', async () => {
    const clock = createTestClock();
    const { originGate, services } = await createServiceWorld({ clock });
    for (let i = 0; i < 500; i++) {
      clock.advance(1000);
      originGate.admits(`https://site-${i}.example`);
      originGate.admits('https://often.example');
    }
    for (const unshowable of ['x'.repeat(5000), `https://${'x'.repeat(5000)}`, 'https://a.example/<script>'])
      originGate.admits(unshowable);
    const list = services.origins.list();
    expect(list).toHaveLength(50);
    expect(list[0]).toEqual({
      origin: 'https://often.example',
      state: 'refused',
      count: 500,
      last_seen: new Date(clock.now()).toISOString(),
    });
    expect(list[1]?.origin).toBe('https://site-499.example');
  });

  it('tell about one that was refused once in five minutes, and about few at a time', async () => {
    const clock = createTestClock();
    const { originGate, events } = await createServiceWorld({ clock });
    const told = () => events.flatMap((event) => (event.type === 'origin_refused' ? [event.origin] : []));
    for (let i = 0; i < 1000; i++) originGate.admits(APP);
    expect(told()).toEqual([APP]);
    expect(events.filter(({ type }) => type === 'changed')).toHaveLength(1);
    clock.advance(5 * 60_000);
    originGate.admits(APP);
    expect(told()).toEqual([APP, APP]);
    for (let i = 0; i < 1000; i++) originGate.admits(`https://site-${i}.example`);
    expect(told().length).toBeLessThanOrEqual(12);
  });
});
