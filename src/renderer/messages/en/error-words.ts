/** What an error code of a request means, for the person who reads the log. */
const ERRORS: Readonly<Record<string, string>> = {
  invalid_json: 'The body was not JSON.',
  invalid_request_error: 'A field of the request was wrong.',
  content_policy_violation: 'The provider refused the content of the request.',
  context_length_exceeded: 'The request is longer than the model can read.',
  missing_api_key: 'The tool sent no token.',
  invalid_token_format: 'What the tool sent is not a SpiderGate token.',
  invalid_api_key: 'The key was refused. It may have been revoked; replace it with a new one.',
  budget_exceeded: 'The budget of this token is spent.',
  model_not_allowed: 'This token may not use that model.',
  scope_not_allowed: 'This token has not the right for that.',
  host_not_allowed: 'The request was addressed to another host.',
  origin_not_allowed: 'A page in a browser sent this. Web pages are turned away.',
  not_found: 'There is nothing at that address.',
  method_not_allowed: 'The tool used a method that this address does not take.',
  conflict: 'Something else stands against it.',
  model_not_found: 'No configured provider has a model of this name.',
  request_too_large: 'The request is larger than any candidate takes.',
  no_qualifying_model: 'There are candidates, but none fits the limits of the request.',
  rate_limit_exceeded: 'Too many requests in a short time.',
  daily_rate_limit_exceeded: 'The requests of today are used up.',
  model_cooldown: 'Every candidate is cooling down. Try again a little later.',
  upstream_credentials_exhausted: 'Every key that fits is spent or was refused.',
  upstream_failed: 'Every candidate failed. The attempts below say how.',
  stream_interrupted: 'The answer was cut off on the way.',
  no_provider_key: 'No key is configured for this alias.',
  service_paused: 'SpiderGate is paused.',
  vault_locked: 'The vault is locked, so no key could be used.',
  service_unavailable: 'This computer is offline, or SpiderGate was shutting down.',
  upstream_timeout: 'No provider answered in time.',
  internal_error: 'SpiderGate itself failed. The log has the details.',
};

export function explainError(code: string | null): string {
  if (code === null) return 'The reason is not known.';
  if (/^no_.+_key$/.test(code) && code !== 'no_provider_key') return 'That provider has no key.';
  return Object.hasOwn(ERRORS, code)
    ? (ERRORS[code] ?? '')
    : 'The provider answered with an error of its own.';
}
