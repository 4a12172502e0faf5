import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReplica } from '../../../../src/renderer/lib/replica';
import type { ProviderKey } from '../../../../src/shared/domain/key';
import type { SpiderGateBridge } from '../../../../src/shared/ipc/bridge';
import { makeKey } from '../make-key';
import { makeRequest } from '../make-request';

const noAnswer = async () => ({
  ok: false as const,
  error: { message: 'not in this test', type: 'server_error', param: null, code: 'internal_error' },
});

/** Answers `keys.list` from `keys` and counts; refuses everything else. */
function createFakeBridge(keys: () => readonly ProviderKey[]) {
  let reads = 0;
  const bridge: SpiderGateBridge = {
    status: { get: noAnswer },
    gateway: { pause: noAnswer, resume: noAnswer, setPort: noAnswer },
    vault: {
      unlock: noAnswer,
      lock: noAnswer,
      changePassphrase: noAnswer,
      setProtection: noAnswer,
      rekey: noAnswer,
      touch: noAnswer,
    },
    workspaces: { list: noAnswer, create: noAnswer, update: noAnswer, rotate: noAnswer, delete: noAnswer },
    providers: { list: noAnswer, create: noAnswer, probe: noAnswer, update: noAnswer, delete: noAnswer },
    keys: {
      async list() {
        reads += 1;
        return { ok: true, value: keys() };
      },
      create: noAnswer,
      update: noAnswer,
      delete: noAnswer,
      test: noAnswer,
      try: noAnswer,
      resetHealth: noAnswer,
      reorder: noAnswer,
      importPreview: noAnswer,
      import: noAnswer,
      importForget: noAnswer,
      connect: noAnswer,
      connectGet: noAnswer,
      connectCancel: noAnswer,
      connectOpen: noAnswer,
    },
    invites: {
      list: noAnswer,
      create: noAnswer,
      update: noAnswer,
      revoke: noAnswer,
      saveFile: noAnswer,
      reply: noAnswer,
      takeLink: noAnswer,
    },
    aliases: { list: noAnswer, put: noAnswer, delete: noAnswer },
    models: { search: noAnswer, describe: noAnswer },
    testRun: { start: noAnswer },
    agentTokens: { list: noAnswer, create: noAnswer, update: noAnswer, rotate: noAnswer, delete: noAnswer },
    requests: { list: noAnswer, get: noAnswer, export: noAnswer },
    recordings: {
      state: noAnswer,
      recordNext: noAnswer,
      recordToken: noAnswer,
      get: noAnswer,
      delete: noAnswer,
      clear: noAnswer,
    },
    views: { get: noAnswer, set: noAnswer },
    usage: { read: noAnswer },
    overview: { get: noAnswer },
    attention: { list: noAnswer },
    routing: { explain: noAnswer },
    settings: { get: noAnswer, update: noAnswer },
    origins: { list: noAnswer, put: noAnswer },
    backup: { state: noAnswer, export: noAnswer, choose: noAnswer, restore: noAnswer, undo: noAnswer },
    config: { export: noAnswer, choose: noAnswer, import: noAnswer },
    catalog: { refresh: noAnswer },
    diagnostics: { preview: noAnswer, save: noAnswer },
    desktop: { get: noAnswer, update: noAnswer },
    clipboard: { write: noAnswer },
    links: { open: noAnswer },
    theme: { get: noAnswer, set: noAnswer },
    onEvents: () => () => undefined,
  };
  return { bridge, reads: () => reads };
}

function openReplica() {
  let keys: readonly ProviderKey[] = [makeKey({ id: 'k1' })];
  const fake = createFakeBridge(() => keys);
  const replica = createReplica(fake.bridge, () => 0);
  return {
    ...fake,
    replica,
    setKeys(next: readonly ProviderKey[]) {
      keys = next;
    },
    answered: () =>
      replica.applyBatch([
        { type: 'request', request: makeRequest({ id: 'r1', second: 1, key: 'groq · key' }) },
      ]),
  };
}

describe('createReplica', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('reads quotas again once in three seconds at most, however many requests are answered', async () => {
    const { answered, reads } = openReplica();
    for (let count = 0; count < 40; count++) answered();
    expect(reads()).toBe(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(reads()).toBe(2);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(reads()).toBe(2);
  });

  it('does not read quotas for requests that no key has answered', () => {
    const { replica, reads } = openReplica();
    replica.applyBatch([{ type: 'request', request: makeRequest({ id: 'r1', second: 1 }) }]);
    expect(reads()).toBe(0);
  });

  it('shows a new health at once, and the quota behind it as soon as it is read', async () => {
    const { replica, setKeys } = openReplica();
    await replica.keys.refresh();
    const health = {
      status: 'degraded' as const,
      consecutive_failures: 1,
      cooling_until: null,
      last_error_code: 'quota_spent',
    };
    setKeys([makeKey({ id: 'k1', account: 'read again', health })]);
    replica.applyBatch([{ type: 'key_health', key_id: 'k1', provider: 'groq', health }]);
    expect(replica.keys.store.getState().value?.[0]?.health).toEqual(health);
    await vi.advanceTimersByTimeAsync(0);
    expect(replica.keys.store.getState().value?.[0]?.account).toBe('read again');
  });
});
