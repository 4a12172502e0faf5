import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/shared/domain/settings';
import { TEST_AUTHORITY, TEST_CERTIFICATE, TEST_KEY } from '../../support/proxy-certificates';
import { createServiceWorld } from '../../support/service-world';
import { errorOf } from './service-fixtures';

const PASSWORD = 'pr0xy-passw0rd';
const WITH_PASSWORD = `http://anna:${PASSWORD}@proxy.lan:3128`;
const MASKED = 'http://anna:***@proxy.lan:3128';

function file(content: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sg-settings-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const name = path.join(folder, 'extra.pem');
  writeFileSync(name, content);
  return name;
}

describe('settings', () => {
  it('are the defaults until something is chosen, and what is chosen survives a restart', async () => {
    const world = await createServiceWorld();
    expect(world.services.settings.get()).toEqual(DEFAULT_SETTINGS);
    world.services.settings.update({ stall_ms: 20_000, proxy: { no_proxy: 'lan' } });
    world.services.settings.update({ models_dev: true, time_zone: 'Europe/Berlin' });
    const expected = {
      ...DEFAULT_SETTINGS,
      stall_ms: 20_000,
      models_dev: true,
      time_zone: 'Europe/Berlin',
      proxy: { ...DEFAULT_SETTINGS.proxy, no_proxy: 'lan' },
    };
    expect(world.services.settings.get()).toEqual(expected);
    expect((await world.restart()).services.settings.get()).toEqual(expected);
  });

  it.each([
    ['not JSON at all', DEFAULT_SETTINGS],
    ['[]', DEFAULT_SETTINGS],
    ['null', DEFAULT_SETTINGS],
    [
      '{"stall_ms":-1,"models_dev":true,"proxy":7,"unknown":1,"sealed":[]}',
      { ...DEFAULT_SETTINGS, models_dev: true },
    ],
    [
      '{"proxy":{"url":"socks5://a:1","no_proxy":"lan","providers":{"groq":"direct"}}}',
      { ...DEFAULT_SETTINGS, proxy: { url: null, no_proxy: 'lan', providers: { groq: 'direct' } } },
    ],
  ])('that are damaged (%s) cost no more than what is damaged', async (stored, expected) => {
    const world = await createServiceWorld();
    world.storage.settings.set('settings', stored);
    const again = await world.restart();
    expect(again.services.settings.get()).toEqual(expected);
    again.services.settings.update({ anonymous_providers: true });
    expect(again.services.settings.get()).toEqual({ ...expected, anonymous_providers: true });
  });

  it('tell those who listen, until they stop', async () => {
    const { settings } = (await createServiceWorld()).services;
    const heard: number[] = [];
    const stop = settings.onChange(({ stall_ms }) => heard.push(stall_ms));
    settings.update({ stall_ms: 20_000 });
    stop();
    settings.update({ stall_ms: 30_000 });
    expect(heard).toEqual([20_000]);
  });
});

describe('a proxy’s password', () => {
  it('is shown to nobody and written down sealed, and the transport still gets it, also after a restart', async () => {
    const world = await createServiceWorld();
    const change = { proxy: { url: WITH_PASSWORD, providers: { groq: WITH_PASSWORD, google: 'direct' } } };
    const shown = world.services.settings.update(change);
    expect(shown.proxy).toMatchObject({ url: MASKED, providers: { groq: MASKED, google: 'direct' } });
    expect(JSON.stringify(world.services.settings.get())).not.toContain(PASSWORD);
    const stored = world.storage.settings.get('settings') ?? '';
    expect(stored).not.toContain(PASSWORD);
    expect(stored).not.toContain(Buffer.from(PASSWORD).toString('base64').replace(/=+$/, ''));
    for (const each of [world, await world.restart()]) {
      expect(each.network.current().proxy).toMatchObject(change.proxy);
    }
  });

  it('stays when the masked form is sent back, or nothing is said about it', async () => {
    const { services, network } = await createServiceWorld();
    services.settings.update({ proxy: { url: WITH_PASSWORD } });
    services.settings.update(services.settings.get());
    services.settings.update({ stall_ms: 20_000 });
    services.settings.update({ proxy: { url: MASKED, no_proxy: 'lan' } });
    expect(network.current().proxy.url).toBe(WITH_PASSWORD);
  });

  it('does not follow the masked form to another host, user or place', async () => {
    const { services, network } = await createServiceWorld();
    services.settings.update({ proxy: { url: WITH_PASSWORD } });
    for (const [param, proxy] of [
      ['proxy.url', { url: 'http://anna:***@thief.lan:3128' }],
      ['proxy.url', { url: 'http://bert:***@proxy.lan:3128' }],
      ['proxy.providers.groq', { providers: { groq: MASKED } }],
    ] as const) {
      expect(errorOf(() => services.settings.update({ proxy }))).toMatchObject({ param, status: 400 });
    }
    expect(network.current().proxy).toMatchObject({ url: WITH_PASSWORD, providers: {} });
  });

  it('is forgotten with its proxy', async () => {
    const { services, storage } = await createServiceWorld();
    services.settings.update({ proxy: { providers: { groq: WITH_PASSWORD } } });
    services.settings.update({ proxy: { providers: {} } });
    expect(JSON.parse(storage.settings.get('settings') ?? '')).toMatchObject({ sealed: {} });
  });

  it('cannot be stored without a vault; other settings can', async () => {
    const { services } = await createServiceWorld({ keychain: false });
    const failure = errorOf(() =>
      services.settings.update({ proxy: { url: WITH_PASSWORD }, stall_ms: 20_000 }),
    );
    expect(failure.code).toBe('vault_locked');
    expect(services.settings.get()).toEqual(DEFAULT_SETTINGS);
    services.settings.update({ proxy: { url: 'http://proxy.lan:3128' } });
    expect(services.settings.get().proxy.url).toBe('http://proxy.lan:3128');
  });

  it('is asked for again once the vault is open, and until then no half of it is sent', async () => {
    const world = await createServiceWorld({ keychain: false });
    await world.vault.unlock('a passphrase for tests');
    world.services.settings.update({ proxy: { url: WITH_PASSWORD } });
    const locked = await world.restart();
    let told = 0;
    onTestFinished(locked.network.onChange(() => told++));
    expect(locked.network.current().proxy.url).toBe('http://proxy.lan:3128');
    await locked.vault.unlock('a passphrase for tests');
    expect(told).toBe(1);
    expect(locked.network.current().proxy.url).toBe(WITH_PASSWORD);
  });
});

describe('what is refused', () => {
  it.each([
    ['proxy.url', { proxy: { url: 'http://proxy.lan/path' } }],
    ['proxy.url', { proxy: { url: 'http://proxy.lan?x=1' } }],
    ['proxy.providers.grok', { proxy: { providers: { grok: 'direct' } } }],
    ['proxy.providers.constructor', { proxy: { providers: { constructor: 'direct' } } }],
    ['extra_ca_file', { extra_ca_file: 'relative.pem' }],
    ['extra_ca_file', { extra_ca_file: '/nowhere/at/all.pem' }],
  ])('names %s, and nothing of the change is kept', async (param, change) => {
    const { services } = await createServiceWorld();
    const failure = errorOf(() => services.settings.update({ models_dev: true, ...change }));
    expect(failure).toMatchObject({ param, status: 400 });
    expect(services.settings.get()).toEqual(DEFAULT_SETTINGS);
  });

  it.each([
    ['a key', TEST_KEY],
    ['nothing', ''],
    ['a cut certificate', TEST_AUTHORITY.replace(/[A-Za-z0-9+/=\n]{40}\n-----END/, '\n-----END')],
  ])('a certificate file that holds %s', async (_name, content) => {
    const { services } = await createServiceWorld();
    const failure = errorOf(() => services.settings.update({ extra_ca_file: file(content) }));
    expect(failure.param).toBe('extra_ca_file');
  });
});

describe('extra certificates', () => {
  it('are each handed to the transport, whatever else is in the file', async () => {
    const { services, network } = await createServiceWorld();
    const name = file(`a comment\n${TEST_AUTHORITY}\n${TEST_KEY}\n${TEST_CERTIFICATE}`);
    services.settings.update({ extra_ca_file: name });
    expect(network.current()).toMatchObject({
      extraCertificates: [TEST_AUTHORITY.trim(), TEST_CERTIFICATE.trim()],
      problem: null,
    });
    services.settings.update({ extra_ca_file: null });
    expect(network.current().extraCertificates).toEqual([]);
  });

  it('whose file has gone are reported, and the rest goes on', async () => {
    const world = await createServiceWorld();
    const name = file(TEST_AUTHORITY);
    world.services.settings.update({ extra_ca_file: name });
    rmSync(name);
    const again = await world.restart();
    expect(again.network.current()).toMatchObject({
      extraCertificates: [],
      problem: 'extra_ca_file cannot be read',
    });
    again.services.settings.update({ stall_ms: 20_000 });
    expect(again.services.settings.get()).toMatchObject({ extra_ca_file: name, stall_ms: 20_000 });
  });
});

describe('places in use', () => {
  it('are those that are switched on and have a key that is', async () => {
    const { services, placesInUse } = await createServiceWorld();
    expect(placesInUse()).toEqual([]);
    const { id } = services.keys.create({ provider_name: 'groq', api_key: 'gsk_some-key-for-this-test' });
    expect(placesInUse().map(({ provider }) => provider)).toEqual(['groq']);
    services.providers.update('groq', { enabled: false });
    expect(placesInUse()).toEqual([]);
    services.providers.update('groq', { enabled: true });
    services.keys.update(id, { enabled: false });
    expect(placesInUse()).toEqual([]);
  });
});
