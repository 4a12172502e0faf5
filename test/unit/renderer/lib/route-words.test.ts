import { describe, expect, it } from 'vitest';
import api from '../../../../docs/api.md?raw';
import routing from '../../../../docs/routing.md?raw';
import type { FailureKind } from '../../../../src/main/gateway/attempt';
import type { CatalogueCode } from '../../../../src/main/gateway/errors';
import type { SkipReason } from '../../../../src/main/gateway/route';
import { messages } from '../../../../src/renderer/lib/messages';
import {
  explainKeyTrouble,
  explainOutcome,
  explainSkip,
} from '../../../../src/renderer/messages/en/route-words';

// Records, so that a kind the gateway gains is missed by the type check before anybody sees it without words.
const FAILURES: Readonly<Record<FailureKind, true>> = {
  bad_request: true,
  unsupported_parameter: true,
  context_length_exceeded: true,
  content_filter: true,
  input_too_large: true,
  unauthorized: true,
  payment_required: true,
  forbidden: true,
  model_gone: true,
  conflict: true,
  rate_limited: true,
  quota_spent: true,
  server_error: true,
  connection_failed: true,
  headers_timeout: true,
  first_token_timeout: true,
  not_an_answer: true,
  stream_cut: true,
  stream_stalled: true,
  vault_locked: true,
  key_damaged: true,
  aborted: true,
  superseded: true,
  token_revoked: true,
};
const SKIPS: Readonly<Record<SkipReason, true>> = {
  slot_off: true,
  provider_off: true,
  unknown_provider: true,
  provider_refused: true,
  no_key: true,
  vault_locked: true,
  key_damaged: true,
  key_off: true,
  key_unhealthy: true,
  cooling_down: true,
  quota_spent: true,
  spend_limit_reached: true,
  key_limit_reached: true,
  provider_down: true,
  model_gone: true,
  offline: true,
  not_running: true,
  model_not_installed: true,
  context_too_small: true,
  input_too_large_for_free_tier: true,
  capability_missing: true,
  not_allowed: true,
  not_free: true,
  private_prompts_only: true,
  excluded: true,
  other_model: true,
  too_expensive: true,
  budget: true,
  price_unknown: true,
};
const ERRORS: Readonly<Record<CatalogueCode, true>> = {
  invalid_json: true,
  invalid_request_error: true,
  content_policy_violation: true,
  context_length_exceeded: true,
  missing_api_key: true,
  invalid_token_format: true,
  invalid_api_key: true,
  budget_exceeded: true,
  model_not_allowed: true,
  scope_not_allowed: true,
  host_not_allowed: true,
  origin_not_allowed: true,
  model_not_found: true,
  not_found: true,
  method_not_allowed: true,
  conflict: true,
  request_too_large: true,
  no_qualifying_model: true,
  rate_limit_exceeded: true,
  daily_rate_limit_exceeded: true,
  model_cooldown: true,
  internal_error: true,
  upstream_credentials_exhausted: true,
  upstream_failed: true,
  stream_interrupted: true,
  no_provider_key: true,
  service_paused: true,
  vault_locked: true,
  service_unavailable: true,
  upstream_timeout: true,
};

describe('the documents', () => {
  const missingIn = (text: string, codes: object) =>
    Object.keys(codes).filter((code) => !text.includes(`\`${code}\``));

  it('explain everything a trace can say, and list every error a caller can meet', () => {
    expect(missingIn(routing, FAILURES)).toEqual([]);
    expect(missingIn(routing, SKIPS)).toEqual([]);
    expect(missingIn(api, ERRORS)).toEqual([]);
  });
});

describe('words for codes', () => {
  it('has words of its own for everything that can happen to an attempt', () => {
    const unknown = explainOutcome('?', 'Groq');
    for (const kind of Object.keys(FAILURES)) {
      expect(explainOutcome(kind, 'Groq'), kind).not.toBe(unknown);
      expect(explainKeyTrouble(kind, 'Groq'), kind).not.toContain(unknown);
    }
  });

  it('has words of its own for every reason to leave a place out', () => {
    for (const reason of Object.keys(SKIPS)) expect(explainSkip(reason), reason).not.toBe(explainSkip('?'));
  });

  it('has words of its own for every error a caller can be told', () => {
    for (const code of Object.keys(ERRORS))
      expect(messages.explainError(code), code).not.toBe(messages.explainError('?'));
  });

  it('never shows a code as it is, whether it is new or the name of something every object has', () => {
    for (const code of ['brand_new_code', 'constructor', 'toString']) {
      for (const words of [
        explainOutcome(code, 'Groq'),
        explainKeyTrouble(code, 'Groq'),
        explainSkip(code),
        messages.explainError(code),
      ]) {
        expect(words).not.toContain(code);
        expect(words).toMatch(/^[\w ,.]+$/);
      }
    }
  });

  it('says what only a person can do about a key', () => {
    expect(explainKeyTrouble('unauthorized', 'Groq')).toBe(
      'Groq refused the key. It may have been revoked: replace it with a new one.',
    );
    expect(explainKeyTrouble('quota_spent', 'Groq')).toBe('Groq says this key has used its quota.');
  });
});
