/** One catalogue of what callers can be told. Source: api.md, "Errors". */
const CATALOGUE = {
  invalid_json: [400, 'invalid_request_error'],
  invalid_request_error: [400, 'invalid_request_error'],
  content_policy_violation: [400, 'invalid_request_error'],
  context_length_exceeded: [400, 'invalid_request_error'],
  missing_api_key: [401, 'authentication_error'],
  invalid_token_format: [401, 'authentication_error'],
  invalid_api_key: [401, 'authentication_error'],
  budget_exceeded: [402, 'budget_error'],
  model_not_allowed: [403, 'permission_error'],
  scope_not_allowed: [403, 'permission_error'],
  host_not_allowed: [403, 'permission_error'],
  origin_not_allowed: [403, 'permission_error'],
  model_not_found: [404, 'not_found_error'],
  not_found: [404, 'not_found_error'],
  method_not_allowed: [405, 'invalid_request_error'],
  conflict: [409, 'invalid_request_error'],
  request_too_large: [413, 'invalid_request_error'],
  no_qualifying_model: [422, 'invalid_request_error'],
  rate_limit_exceeded: [429, 'rate_limit_error'],
  daily_rate_limit_exceeded: [429, 'rate_limit_error'],
  model_cooldown: [429, 'rate_limit_error'],
  internal_error: [500, 'server_error'],
  upstream_credentials_exhausted: [502, 'upstream_error'],
  upstream_failed: [502, 'upstream_error'],
  stream_interrupted: [502, 'upstream_error'],
  no_provider_key: [503, 'service_error'],
  service_paused: [503, 'service_error'],
  vault_locked: [503, 'service_error'],
  service_unavailable: [503, 'service_error'],
  upstream_timeout: [504, 'upstream_error'],
} as const satisfies Record<string, readonly [number, string]>;

export type CatalogueCode = keyof typeof CATALOGUE;
/** `no_groq_key` and its like: the pinned provider has no key. */
export type ErrorCode = CatalogueCode | `no_${string}_key`;

export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string;
    readonly [extra: string]: unknown;
  };
}

export interface ErrorDetails {
  readonly param?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Extra fields beside `message`, e.g. `candidates`. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
  /** For a provider's own 4xx that is passed on: the status it had. */
  readonly status?: number | undefined;
}

/** An error that is meant for the caller. Its message says what to do and holds no secret. */
export class SpiderGateError extends Error {
  override readonly name = 'SpiderGateError';
  readonly status: number;
  readonly type: string;
  readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message);
    const [status, type] = isCatalogued(code) ? CATALOGUE[code] : ([503, 'service_error'] as const);
    this.status = details.status ?? status;
    this.type = type;
    this.param = details.param ?? null;
    this.headers =
      status === 401 ? { 'www-authenticate': 'Bearer', ...details.headers } : (details.headers ?? {});
    this.extra = details.extra ?? {};
  }

  toBody(): ErrorBody {
    return {
      error: { message: this.message, type: this.type, param: this.param, code: this.code, ...this.extra },
    };
  }
}

function isCatalogued(code: ErrorCode): code is CatalogueCode {
  return Object.hasOwn(CATALOGUE, code);
}
