import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { NO_LIMITS, NO_TOKEN_LIMITS } from '../../../src/main/gateway/no-limits';
import type { RequestEnd, RequestStart } from '../../../src/main/gateway/ports';
import { openStorage } from '../../../src/main/storage';
import type { AgentTokenRow, AliasRow, KeyRow, Storage, WorkspaceRow } from '../../../src/main/storage/types';

export const NOON = Date.UTC(2026, 10, 22, 12);

/** A folder that is gone after the test. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'spidergate-storage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function makeDatabaseFile(): string {
  return join(makeFolder(), 'spidergate.db');
}

export function openTestStorage(file = makeDatabaseFile()): Storage {
  const storage = openStorage({ file, nativeBinding: null, now: () => NOON });
  onTestFinished(() => storage.close());
  return storage;
}

export function makeWorkspace(change: Partial<WorkspaceRow> = {}): WorkspaceRow {
  return {
    id: 'ws_personal',
    clientId: 'cli_personal',
    name: 'personal',
    credentialHash: Buffer.alloc(32, 1),
    credentialEnabled: true,
    limits: NO_LIMITS,
    createdAt: NOON,
    lastUsedAt: null,
    ...change,
  };
}

export function makeAgentToken(change: Partial<AgentTokenRow> = {}): AgentTokenRow {
  return {
    id: 'tok_1',
    workspaceId: 'ws_personal',
    name: 'ci-bot',
    tokenHash: Buffer.alloc(32, 2),
    masked: 'spideriq_pat_…x9f2',
    allowedModels: ['spideriq/*'],
    scopes: ['gate:chat', 'gate:usage'],
    enabled: true,
    policy: NO_TOKEN_LIMITS,
    expiresAt: null,
    createdAt: NOON,
    lastUsedAt: null,
    ...change,
  };
}

export function makeKey(change: Partial<KeyRow> = {}): KeyRow {
  return {
    id: 'key_1',
    provider: 'groq',
    label: 'personal',
    masked: 'gsk_…x9f2',
    sealed: Buffer.from([1, 2, 3, 255, 0]),
    workspaceId: null,
    shareWithPool: true,
    account: 'personal',
    priority: 100,
    enabled: true,
    fields: { account_id: 'a1' },
    limits: null,
    createdAt: NOON,
    lastUsedAt: null,
    ...change,
  };
}

export function makeAlias(change: Partial<AliasRow> = {}): AliasRow {
  return {
    id: 'my/review',
    slots: [
      { provider: 'groq', model: 'openai/gpt-oss-120b', keyId: 'key_1', enabled: true },
      { provider: 'google', model: 'gemini-3.8-flash', keyId: null, enabled: false },
    ],
    streamSafety: 'complete',
    patienceMs: 2500,
    firstTokenMs: null,
    maxAttempts: 3,
    routeAroundRefusals: true,
    ...change,
  };
}

export function makeStart(change: Partial<RequestStart> = {}): RequestStart {
  return {
    id: 'req_1',
    startedAt: NOON,
    workspaceId: 'ws_personal',
    clientId: 'cli_personal',
    tokenId: 'tok_1',
    tokenName: 'ci-bot',
    requested: 'spideriq/coding',
    alias: 'spideriq/coding',
    dialect: 'openai-chat',
    stream: true,
    reserved: 0,
    ...change,
  };
}

export function makeEnd(change: Partial<RequestEnd> = {}): RequestEnd {
  const { keyId = 'key_1', booked = 4_200_001 } = change;
  return {
    status: 'ok',
    httpStatus: 200,
    errorCode: null,
    provider: 'groq',
    model: 'openai/gpt-oss-120b',
    keyId,
    keyLabel: 'personal',
    keyScope: 'brand',
    fallbackFrom: 'cerebras/gpt-oss-120b',
    attemptCount: 2,
    firstTokenMs: 180.4,
    totalMs: 412.9,
    usage: { input: 1200, output: 310, cached: 5, reasoning: 20, estimated: false },
    cost: 4_200_001,
    costSource: 'catalog',
    savedNanoUsd: null,
    booked,
    keyAmounts: keyId === null ? [] : [{ keyId, amount: booked }],
    trace: {
      requested: 'spideriq/coding',
      alias: 'spideriq/coding',
      client_id: 'cli_personal',
      token: 'ci-bot',
      served: {
        provider: 'groq',
        model: 'openai/gpt-oss-120b',
        key: 'groq · personal',
        key_scope: 'brand',
      },
      timing_ms: { auth: 0.1, route: 0.2, upstream_first_byte: 180.4, total: 412.9 },
      attempts: [
        {
          index: 0,
          provider: 'cerebras',
          model: 'gpt-oss-120b',
          key: 'cerebras · work',
          key_scope: 'pool',
          outcome: 'rate_limited',
          http_status: 429,
          error_code: 'rate_limit_exceeded',
          started_ms: 0.4,
          first_byte_ms: null,
          ended_ms: 61.2,
          cooldown_until: '2026-11-22T14:31:00Z',
          cost_usd: 0,
        },
      ],
      skipped: [
        {
          provider: 'google',
          model: 'gemini-3.8-flash',
          reason: 'quota_exhausted',
          until: '2026-11-23T08:00:00Z',
        },
      ],
    },
    ...change,
  };
}
