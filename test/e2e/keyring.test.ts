import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { ProviderKey } from '../../src/shared/domain/key';
import type { Status } from '../../src/shared/domain/status';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import type { AppOptions } from '../support/app';
import { type RunningApp, startApp } from '../support/app';
import { inKeyringSession } from '../support/keyring-session';
import { chat, connectProvider, FAKE_KEY } from './connect-provider';

test.skip(process.platform !== 'linux', 'needs a Secret Service');

let home: string;
let fake: FakeProvider;
test.beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'sg-'));
  fake = await startFakeProvider();
});
test.afterEach(async () => {
  await fake.close();
  rmSync(home, { recursive: true, force: true });
});

async function during<T>(options: AppOptions, use: (app: RunningApp) => Promise<T>): Promise<T> {
  const app = await startApp(options);
  try {
    return await use(app);
  } finally {
    await app.close();
  }
}

const vaultOf = async ({ control }: RunningApp) => (await control.call<Status>('GET', '/status')).vault;

test('a key in the keychain survives a restart, and is of no use without the keyring', async () => {
  const keyring = inKeyringSession(home);
  const token = await during(keyring, async (app) => {
    expect(await vaultOf(app)).toMatchObject({ state: 'unlocked', protection: 'os_keychain' });
    const made = await connectProvider(app.control, fake);
    expect((await chat(app.gatewayUrl, made)).status).toBe(200);
    return made;
  });

  await during(keyring, async (app) => {
    expect(await vaultOf(app)).toMatchObject({ state: 'unlocked', protection: 'os_keychain' });
    expect((await chat(app.gatewayUrl, token)).status).toBe(200);
    expect(fake.chats().at(-1)?.key).toBe(FAKE_KEY);
  });

  const calls = fake.chats().length;
  await during({ home, passphrase: null, args: ['--hidden', '--password-store=basic'] }, async (app) => {
    expect((await vaultOf(app)).state).not.toBe('unlocked');
    const { data } = await app.control.call<{ data: readonly ProviderKey[] }>('GET', '/keys');
    expect(data).toMatchObject([{ provider_name: 'fake', masked: expect.not.stringContaining(FAKE_KEY) }]);
    const refused = await chat(app.gatewayUrl, token);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ error: { code: 'vault_locked' } });
    expect(fake.chats().length).toBe(calls);
  });

  for (const file of readdirSync(path.join(home, 'data'), { withFileTypes: true })) {
    if (!file.isFile()) continue;
    expect(readFileSync(path.join(home, 'data', file.name)).includes(FAKE_KEY), file.name).toBe(false);
  }
});
