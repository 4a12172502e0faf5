import { describe, expect, it } from 'vitest';
import { judgeMood } from '../../../../src/renderer/lib/gateway-mood';
import type { Status } from '../../../../src/shared/domain/status';
import { makeProvider } from '../make-provider';

function makeStatus(change: {
  readonly gateway?: 'paused' | 'failed';
  readonly locked?: boolean;
  readonly keys?: number;
}): Status {
  return {
    version: '0',
    gateway: {
      url: 'http://127.0.0.1:7743',
      state: change.gateway ?? 'running',
      error: null,
      paused_until: null,
    },
    vault: {
      state: change.locked === true ? 'locked' : 'unlocked',
      protection: 'passphrase',
      keychain_available: false,
      rekey: null,
    },
    counts: {
      providers_configured: 0,
      keys: change.keys ?? 0,
      damaged_keys: 0,
      agent_tokens: 0,
      void_tokens: 0,
      requests_today: 0,
      requests_running: 0,
      spent_today_usd: 0,
      cost_estimated_today: 0,
      cost_unknown_today: 0,
      saved_today_usd: 0,
    },
    uptime_s: 0,
  };
}

describe('judgeMood', () => {
  const healthy = makeProvider({ id: 'groq', configured: true, health: 'healthy' });
  const failing = makeProvider({ id: 'cerebras', configured: true, health: 'unhealthy' });

  it('does not call the demo a provider that was configured', () => {
    const demo = makeProvider({ id: 'spidergate', kind: 'builtin', configured: true });
    expect(judgeMood(makeStatus({}), [demo])).toBe('empty');
    // Before they were read nobody may be told that there are none.
    expect(judgeMood(makeStatus({}), null)).toBe('running');
  });

  it('is degraded by a failing provider in use, not by one that is off', () => {
    expect(judgeMood(makeStatus({}), [healthy, failing])).toBe('degraded');
    expect(judgeMood(makeStatus({}), [healthy, { ...failing, enabled: false }])).toBe('running');
  });

  it('names a locked vault only when there are keys it holds back', () => {
    expect(judgeMood(makeStatus({ locked: true, keys: 2 }), [healthy])).toBe('locked');
    expect(judgeMood(makeStatus({ locked: true }), [healthy])).toBe('running');
  });

  it('says paused before anything a pause hides', () => {
    expect(judgeMood(makeStatus({ gateway: 'paused', locked: true, keys: 1 }), [failing])).toBe('paused');
  });
});
