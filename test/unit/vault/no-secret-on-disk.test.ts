import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStorage } from '../../../src/main/storage';
import { makeAgentToken, openTokenHasher, openVault } from '../../../src/main/vault';
import {
  makeFolder,
  makeKey,
  makeAgentToken as makeTokenRow,
  makeWorkspace,
  NOON,
} from '../storage/storage-fixtures';
import { makeKeychain, NO_KEYCHAIN } from './vault-fixtures';

const SECRET = 'sk-MARKED-provider-secret-0123456789';
const PASSPHRASE = 'MARKED-passphrase-of-the-vault';

/** With those of folders inside, by their path. */
function listFiles(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => statSync(join(folder, name)).isFile());
}

/** Names of files that hold any of the texts, as they are, in base64, in hex or in UTF-16. */
function findLeaks(folder: string, texts: readonly string[]): readonly string[] {
  return listFiles(folder).filter((name) => {
    const bytes = readFileSync(join(folder, name));
    return texts.some((text) =>
      [
        Buffer.from(text),
        Buffer.from(text, 'utf16le'),
        Buffer.from(Buffer.from(text).toString('hex')),
        // The last group depends on what follows.
        Buffer.from(Buffer.from(text).toString('base64').slice(0, -4)),
      ].some((form) => bytes.includes(form)),
    );
  });
}

it.each([
  ['a keychain', { keyWrapping: makeKeychain(), passphrase: null }],
  ['a passphrase', { keyWrapping: NO_KEYCHAIN, passphrase: PASSPHRASE }],
])(
  'with %s no file of the data folder holds a secret, and none is for others to read',
  async (_name, guard) => {
    const folder = makeFolder();
    const token = makeAgentToken();
    const storage = openStorage({
      file: join(folder, 'spidergate.db'),
      nativeBinding: null,
      now: () => NOON,
    });
    const vault = await openVault({ settings: storage.settings, ...guard });
    const hasher = openTokenHasher({ file: join(folder, 'token.key') });
    storage.workspaces.insert(makeWorkspace());
    storage.agentTokens.insert(makeTokenRow({ tokenHash: hasher.hash(token) }));
    storage.keys.insert(makeKey({ sealed: vault.seal('key_1', SECRET) }));
    storage.keys.update(makeKey({ sealed: vault.seal('key_1', SECRET) }));

    const texts = [SECRET, PASSPHRASE, token];
    expect(listFiles(folder).length).toBeGreaterThanOrEqual(4);
    expect(findLeaks(folder, texts)).toEqual([]);
    expect(
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
        (name) => (statSync(join(folder, name)).mode & 0o077) !== 0,
      ),
    ).toEqual([]);
    vault.lock();
    storage.close();
    expect(findLeaks(folder, texts)).toEqual([]);
  },
);

it('the search itself finds a secret that is there', () => {
  const folder = makeFolder();
  const storage = openStorage({ file: join(folder, 'spidergate.db'), nativeBinding: null, now: () => NOON });
  // The scan over all tests passes this folder over.
  writeFileSync(join(folder, 'planted-on-purpose'), '');
  storage.settings.set('leak', SECRET);
  expect(findLeaks(folder, [SECRET])).toEqual(['spidergate.db-wal']);
  storage.close();
  expect(findLeaks(folder, [SECRET])).toEqual(['spidergate.db']);
});
