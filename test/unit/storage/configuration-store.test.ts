import { statSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ConfigurationRows, KeyRow, WorkspaceRow } from '../../../src/main/storage/types';
import {
  makeAgentToken,
  makeDatabaseFile,
  makeKey,
  makeWorkspace,
  openTestStorage,
} from './storage-fixtures';

const workspaceOf = (id: string, name: string) =>
  makeWorkspace({ id, name, clientId: `cli_${name}`, credentialHash: Buffer.alloc(32, name) });

const keyOf = (id: string, workspaceId: string) => makeKey({ id, workspaceId, shareWithPool: false });

const rowsOf = (workspaces: readonly WorkspaceRow[], keys: readonly KeyRow[]): ConfigurationRows => ({
  workspaces,
  keys,
  agentTokens: workspaces.map(({ id, name, credentialHash }) =>
    makeAgentToken({
      id: `token-${id}`,
      workspaceId: id,
      tokenHash: credentialHash,
      allowedModels: [`client:${name}/fast`],
    }),
  ),
  aliases: [],
  customProviders: [],
  switches: new Map(),
  contributions: [],
  settings: new Map([['settings', '{}']]),
});

/** Any workspaces with any of the names, and keys that belong to any of them. */
const configurations = fc
  .record({
    ids: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }),
    names: fc.shuffledSubarray(['one', 'two', 'three', 'four'], { minLength: 4, maxLength: 4 }),
    owners: fc.array(fc.nat(10), { maxLength: 4 }),
  })
  .map(({ ids, names, owners }) =>
    rowsOf(
      ids.map((id, index) => workspaceOf(id, names[index] ?? '')),
      owners.map((owner, index) => keyOf(`key-${index}`, ids[owner % ids.length] ?? '')),
    ),
  );

const byId = <T extends { readonly id: string }>(rows: readonly T[]) =>
  [...rows].sort((a, b) => a.id.localeCompare(b.id));

it('gets from any configuration to any other, whoever exchanges names, hashes and owners', () => {
  const storage = openTestStorage();
  fc.assert(
    fc.property(configurations, (next) => {
      storage.configuration.replace(next);
      expect(byId(storage.workspaces.list())).toEqual(byId(next.workspaces));
      expect(byId(storage.keys.list())).toEqual(byId(next.keys));
      expect(byId(storage.agentTokens.list())).toEqual(byId(next.agentTokens));
    }),
    { numRuns: 60 },
  );
});

it('leaves everything as it was when one row cannot be stored', () => {
  const storage = openTestStorage();
  const before = rowsOf([workspaceOf('a', 'one')], [keyOf('key-0', 'a')]);
  storage.configuration.replace(before);
  const impossible = rowsOf([workspaceOf('b', 'two')], [keyOf('key-1', 'nobody')]);
  expect(() => storage.configuration.replace(impossible)).toThrow();
  expect(storage.workspaces.list()).toEqual(before.workspaces);
  expect(storage.keys.list()).toEqual(before.keys);
});

it('keeps a copy for its owner alone, with the named settings only', () => {
  const file = makeDatabaseFile();
  const storage = openTestStorage(file);
  storage.settings.set('settings', '{"a":1}');
  storage.settings.set('vault.data_key', 'wrapped');
  const umask = process.umask(0);
  storage.configuration.keepCopy(['settings']);
  process.umask(umask);
  expect(statSync(file.replace('.db', '-before-restore.db')).mode & 0o777).toBe(0o600);
  const copy = storage.configuration.readCopy(['settings', 'vault.data_key']);
  expect([...copy.settings]).toEqual([
    ['settings', '{"a":1}'],
    ['vault.data_key', null],
  ]);
  storage.configuration.dropCopy();
  expect(storage.configuration.copyMadeAt()).toBeNull();
});
