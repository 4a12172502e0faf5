import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { CustomProvider } from '../../../src/shared/domain/provider';
import {
  makeAgentToken,
  makeAlias,
  makeDatabaseFile,
  makeKey,
  makeWorkspace,
  openTestStorage,
} from './storage-fixtures';

const LIMITS = {
  requestsPerMinute: 1,
  requestsPerDay: 2,
  tokensPerMinute: 3,
  parallelRequests: 4,
  budget: { limitNanoUsd: 5_000_000_001, window: 'day', action: 'warn' },
} as const;

describe('workspaces', () => {
  it('come back as they were stored, oldest first', () => {
    const { workspaces } = openTestStorage();
    const brand = makeWorkspace({
      id: 'b',
      clientId: 'cli_b',
      name: 'brand',
      credentialHash: Buffer.alloc(32, 9),
    });
    workspaces.insert(makeWorkspace({ createdAt: 2 }));
    workspaces.insert({ ...brand, createdAt: 1 });
    expect(workspaces.list()).toEqual([{ ...brand, createdAt: 1 }, makeWorkspace({ createdAt: 2 })]);
  });

  it('cannot share a name, because client:<workspace>/… must mean one of them', () => {
    const { workspaces } = openTestStorage();
    workspaces.insert(makeWorkspace());
    const second = makeWorkspace({ id: 'b', clientId: 'cli_b', credentialHash: Buffer.alloc(32, 9) });
    expect(() => workspaces.insert(second)).toThrow('UNIQUE');
  });
});

describe('workspaces that change', () => {
  it('keep every limit and switch, each in its own column', () => {
    const { workspaces } = openTestStorage();
    workspaces.insert(makeWorkspace());
    const limited = makeWorkspace({ credentialEnabled: false, limits: LIMITS, lastUsedAt: 7 });
    workspaces.update(limited);
    expect(workspaces.list()).toEqual([limited]);
    workspaces.touch(new Map([['ws_personal', 9]]));
    expect(workspaces.list()).toEqual([{ ...limited, lastUsedAt: 9 }]);
  });

  it('take their aliases and allow-lists along to a new name, and nothing that only looks alike', () => {
    const { workspaces, agentTokens, aliases } = openTestStorage();
    workspaces.insert(makeWorkspace({ name: 'a_b' }));
    aliases.put(makeAlias({ id: 'client:a_b/review' }));
    aliases.put(makeAlias({ id: 'client:axb/review' }));
    agentTokens.insert(
      makeAgentToken({ allowedModels: ['client:a_b/*', 'client:axb/*', 'groq/client:a_b/x'] }),
    );
    workspaces.update(makeWorkspace({ name: 'new' }));
    expect(aliases.list().map(({ id }) => id)).toEqual(['client:axb/review', 'client:new/review']);
    expect(agentTokens.list()[0]?.allowedModels).toEqual([
      'client:new/*',
      'client:axb/*',
      'groq/client:a_b/x',
    ]);
  });

  it('go with what is theirs and leave the rest', () => {
    const { workspaces, agentTokens, keys, aliases } = openTestStorage();
    workspaces.insert(makeWorkspace());
    workspaces.insert(
      makeWorkspace({ id: 'b', name: 'brand', clientId: 'cli_b', credentialHash: Buffer.alloc(32, 9) }),
    );
    agentTokens.insert(makeAgentToken());
    agentTokens.insert(makeAgentToken({ id: 'tok_b', workspaceId: 'b', tokenHash: Buffer.alloc(32, 8) }));
    keys.insert(makeKey());
    keys.insert(makeKey({ id: 'key_b', workspaceId: 'b' }));
    aliases.put(makeAlias({ id: 'client:brand/own' }));
    aliases.put(makeAlias());
    expect([workspaces.delete('b'), workspaces.delete('b')]).toEqual([true, false]);
    expect(agentTokens.list().map(({ id }) => id)).toEqual(['tok_1']);
    expect(keys.list().map(({ id }) => id)).toEqual(['key_1']);
    expect(aliases.list().map(({ id }) => id)).toEqual(['my/review']);
  });
});

describe('agent tokens', () => {
  it('round-trip, change and go', () => {
    const { workspaces, agentTokens } = openTestStorage();
    workspaces.insert(makeWorkspace());
    agentTokens.insert(makeAgentToken());
    expect(agentTokens.list()).toEqual([makeAgentToken()]);
    const changed = makeAgentToken({
      name: 'renamed',
      allowedModels: [],
      scopes: ['gate:models'],
      expiresAt: 5,
    });
    agentTokens.update(changed);
    expect(agentTokens.list()).toEqual([changed]);
    expect([agentTokens.delete('tok_1'), agentTokens.delete('tok_1')]).toEqual([true, false]);
    expect(agentTokens.list()).toEqual([]);
  });

  it('keep their policy', () => {
    const { workspaces, agentTokens } = openTestStorage();
    workspaces.insert(makeWorkspace());
    const limited = makeAgentToken({ enabled: false, policy: { ...LIMITS, freeModelsOnly: true } });
    agentTokens.insert(limited);
    expect(agentTokens.list()).toEqual([limited]);
    const open = makeAgentToken({ policy: { ...LIMITS, budget: null, freeModelsOnly: false } });
    agentTokens.update(open);
    expect(agentTokens.list()).toEqual([open]);
  });

  it('cannot belong to a workspace that is not there', () => {
    expect(() => openTestStorage().agentTokens.insert(makeAgentToken())).toThrow('FOREIGN KEY');
  });
});

describe('keys', () => {
  it('round-trip with bytes, flags and fields, change and go', () => {
    const { workspaces, keys } = openTestStorage();
    workspaces.insert(makeWorkspace());
    keys.insert(makeKey());
    expect(keys.list()).toEqual([makeKey()]);
    const changed = makeKey({ enabled: false, shareWithPool: false, workspaceId: 'ws_personal', fields: {} });
    keys.update(changed);
    expect(keys.list()).toEqual([changed]);
    expect([keys.delete('key_1'), keys.delete('key_1')]).toEqual([true, false]);
  });

  it('keep their limits, a spend limit of nothing included', () => {
    const { keys } = openTestStorage();
    const spend = { limitNanoUsd: 0, window: 'week', action: 'warn' } as const;
    const limited = makeKey({ limits: { requestsPerDay: 1000, requestsPerMinute: null, spend } });
    keys.insert(limited);
    expect(keys.list()).toEqual([limited]);
    keys.update(makeKey({ limits: null }));
    expect(keys.list()).toEqual([makeKey()]);
  });

  it('take the seal as a plain Uint8Array too', () => {
    const { keys } = openTestStorage();
    keys.insert(makeKey({ sealed: new Uint8Array([7, 8]) }));
    expect([...(keys.list()[0]?.sealed ?? [])]).toEqual([7, 8]);
  });

  it('note when they were last used, all in one go, and only that', () => {
    const { keys } = openTestStorage();
    keys.insert(makeKey());
    keys.insert(makeKey({ id: 'key_2' }));
    keys.touch(
      new Map([
        ['key_2', 77],
        ['gone', 78],
      ]),
    );
    expect(keys.list()).toEqual([makeKey(), makeKey({ id: 'key_2', lastUsedAt: 77 })]);
  });
});

describe('aliases', () => {
  it('are put, replaced and deleted', () => {
    const { aliases } = openTestStorage();
    aliases.put(makeAlias());
    aliases.put(
      makeAlias({ id: 'client:personal/own', streamSafety: null, patienceMs: null, maxAttempts: null }),
    );
    const replaced = makeAlias({ slots: [], streamSafety: 'live' });
    aliases.put(replaced);
    expect(aliases.list().find(({ id }) => id === 'my/review')).toEqual(replaced);
    expect(aliases.list()).toHaveLength(2);
    expect([aliases.delete('my/review'), aliases.delete('my/review')]).toEqual([true, false]);
  });

  it('with a chain that somebody edited into nonsense are named, not handed on', () => {
    const file = makeDatabaseFile();
    const { aliases } = openTestStorage(file);
    aliases.put(makeAlias());
    const other = new Database(file);
    other.exec(`UPDATE aliases SET slots = '[{"provider": 3}]'`);
    other.close();
    expect(() => aliases.list()).toThrow(/damaged.*my\/review/);
  });
});

describe('providers', () => {
  const custom: CustomProvider = {
    id: 'mine',
    name: 'Mine',
    base_url: 'http://127.0.0.1:9999/v1',
    auth: 'none',
    models: [
      { id: 'small' },
      { id: 'large', context_window: 8192, input_usd_per_million: 0.15, capabilities: ['tools'] },
    ],
  };

  it('of the user come back as they were stored', () => {
    const { providers } = openTestStorage();
    providers.insertCustom(custom);
    expect(providers.listCustom()).toEqual([custom]);
    expect(() => providers.insertCustom(custom)).toThrow('UNIQUE');
  });

  it('take their keys and their switch with them, and no others', () => {
    const { providers, keys } = openTestStorage();
    providers.insertCustom(custom);
    keys.insert(makeKey({ id: 'own', provider: 'mine' }));
    keys.insert(makeKey());
    providers.setSwitch('mine', false);
    providers.setSwitch('groq', false);
    expect(providers.deleteCustom('mine')).toBe(true);
    expect(providers.listCustom()).toEqual([]);
    expect(keys.list().map(({ id }) => id)).toEqual(['key_1']);
    expect(providers.listSwitches()).toEqual(new Map([['groq', false]]));
  });

  it('that ship with the program keep their keys when somebody tries to delete them', () => {
    const { providers, keys } = openTestStorage();
    keys.insert(makeKey());
    expect(providers.deleteCustom('groq')).toBe(false);
    expect(keys.list()).toHaveLength(1);
  });

  it('remember the last position of their switch', () => {
    const { providers } = openTestStorage();
    providers.setSwitch('groq', false);
    providers.setSwitch('groq', true);
    expect(providers.listSwitches()).toEqual(new Map([['groq', true]]));
  });
});

it('settings are replaced, and null where never set', () => {
  const { settings } = openTestStorage();
  settings.set('paused', 'yes');
  settings.set('paused', 'no');
  expect([settings.get('paused'), settings.get('other')]).toEqual(['no', null]);
});

it('health records are kept per kind and id', () => {
  const { health } = openTestStorage();
  health.put([
    { kind: 'key', id: 'a', state: '1' },
    { kind: 'provider', id: 'a', state: '2' },
  ]);
  health.put([{ kind: 'key', id: 'a', state: '3' }]);
  expect(health.list()).toHaveLength(2);
  health.delete('provider', 'a');
  expect(health.list()).toEqual([{ kind: 'key', id: 'a', state: '3' }]);
});
