/** What became of an attempt, as a sentence without its full stop. `provider`: the name people know. */
const OUTCOMES: Readonly<Record<string, (provider: string) => string>> = {
  ok: () => 'Answered',
  bad_request: (provider) => `${provider} says the request is wrong`,
  unsupported_parameter: (provider) => `${provider} does not know one of the parameters`,
  context_length_exceeded: () => 'The request is too long for this model',
  input_too_large: (provider) => `The request is larger than ${provider} takes at once`,
  content_filter: (provider) => `${provider} refused the content`,
  unauthorized: (provider) => `${provider} refused the key`,
  payment_required: (provider) => `${provider} says the account has no credit left`,
  forbidden: (provider) => `${provider} does not let this key use the model`,
  model_gone: (provider) => `${provider} no longer has this model`,
  conflict: (provider) => `${provider} was not ready for it`,
  rate_limited: (provider) => `${provider} says this key asks too often`,
  quota_spent: (provider) => `${provider} says this key has used its quota`,
  server_error: (provider) => `${provider} had an error of its own`,
  connection_failed: (provider) => `${provider} could not be reached`,
  headers_timeout: (provider) => `${provider} did not answer in time`,
  first_token_timeout: (provider) => `${provider} sent no first token in time`,
  not_an_answer: (provider) => `${provider} sent something that is not an answer`,
  stream_cut: (provider) => `${provider} cut the answer off`,
  stream_stalled: (provider) => `${provider} fell silent in the middle of the answer`,
  vault_locked: () => 'The vault is locked',
  key_damaged: () => 'The key in the vault cannot be read',
  aborted: () => 'The caller went away',
  superseded: () => 'Stopped, because another attempt answered first',
  token_revoked: () => 'Stopped, because the token was revoked or paused meanwhile',
};

/** What only a person can do about it. */
const REMEDIES: Readonly<Record<string, (provider: string) => string>> = {
  unauthorized: () => 'It may have been revoked: replace it with a new one.',
  payment_required: (provider) => `Add credit at ${provider}, then reset its health.`,
  forbidden: (provider) => `Its rights are set at ${provider}.`,
  key_damaged: () => 'Delete it and add it again.',
};

/** Why a place was left out, in three words. */
const SKIPS: Readonly<Record<string, string>> = {
  slot_off: 'slot is off',
  provider_off: 'provider is off',
  unknown_provider: 'unknown provider',
  provider_refused: 'provider cannot be used',
  no_key: 'no key',
  vault_locked: 'vault is locked',
  key_damaged: 'key is damaged',
  key_off: 'key is off',
  key_unhealthy: 'key is failing',
  cooling_down: 'cooling down',
  quota_spent: 'quota is spent',
  spend_limit_reached: 'spend limit reached',
  key_limit_reached: 'request limit reached',
  provider_down: 'provider is down',
  model_gone: 'model is gone',
  offline: 'computer is offline',
  not_running: 'not running',
  model_not_installed: 'model not installed',
  context_too_small: 'context too small',
  input_too_large_for_free_tier: 'too long for the free tier',
  capability_missing: 'lacks a needed ability',
  not_allowed: 'not allowed for this token',
  not_free: 'not free',
  private_prompts_only: 'prompts not private',
  excluded: 'excluded by the request',
  other_model: 'a different model',
  too_expensive: 'over the cost limit',
  budget: 'over the budget',
  price_unknown: 'price is unknown',
};

/** Codes are never shown raw, not even those this version does not know. */
export function explainOutcome(outcome: string, provider: string): string {
  const explain = lookUp(OUTCOMES, outcome);
  return explain === undefined
    ? `${provider} failed for a reason this version does not know`
    : explain(provider);
}

/** What is wrong with a key, and what to do about it. `code`: its `last_error_code`. */
export function explainKeyTrouble(code: string | null, provider: string): string {
  if (code === null) return 'The reason is not known.';
  const remedy = lookUp(REMEDIES, code)?.(provider);
  const sentence = `${explainOutcome(code, provider)}.`;
  return remedy === undefined ? sentence : `${sentence} ${remedy}`;
}

export function explainSkip(reason: string): string {
  return lookUp(SKIPS, reason) ?? 'left out';
}

/** Codes come from outside; `constructor` must not find anything. */
function lookUp<T>(table: Readonly<Record<string, T>>, code: string): T | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}
