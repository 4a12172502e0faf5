import type { FailureKind } from '../../../src/main/gateway/attempt';

/** One error answer as a provider sends it, and what it has to mean. */
export interface ErrorCase {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly kind: FailureKind;
  /** Milliseconds at `NOW`; left out: no wait is stated. */
  readonly wait?: number;
  readonly param?: string;
}

/** Half past ten in the evening, UTC. */
export const NOW = Date.UTC(2026, 10, 22, 22, 30);

const openai = (message: string, more: Record<string, unknown> = {}) => ({
  error: { message, type: 'invalid_request_error', param: null, code: null, ...more },
});
const detail = (text: string, status: number) => ({
  type: 'urn:nvcf-worker-service:problem-details',
  title: 'Error',
  status,
  detail: text,
});
const fastApi = (field: string) => ({
  detail: [{ type: 'extra_forbidden', loc: ['body', field], msg: 'Extra inputs are not permitted' }],
});
const google = (code: number, status: string, message: string, details: readonly unknown[] = []) => [
  { error: { code, message, status, details } },
];
const violation = (quotaId: string) => ({
  '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
  violations: [{ quotaMetric: 'generativelanguage.googleapis.com/requests', quotaId }],
});
const retryInfo = (retryDelay: string) => ({
  '@type': 'type.googleapis.com/google.rpc.RetryInfo',
  retryDelay,
});
const cloudflare = (code: number, message: string) => ({
  success: false,
  errors: [{ code, message }],
  messages: [],
  result: null,
});
const GOOGLE_QUOTA =
  'You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.';
const CONTEXT_4096 =
  "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens. Please reduce the length of the messages.";

const badKey = openai('Incorrect API key provided: sk-ab…', { code: 'invalid_api_key' });
const tooFast = openai('Rate limit reached', { type: 'rate_limit_error', code: 'rate_limit_exceeded' });
const noModel = openai('The model `x` does not exist or you do not have access to it.', {
  code: 'model_not_found',
});
/** What nearly every provider that speaks OpenAI's format sends. */
const usual: readonly ErrorCase[] = [
  { status: 401, body: badKey, kind: 'unauthorized' },
  { status: 404, body: noModel, kind: 'model_gone' },
  { status: 400, body: openai(CONTEXT_4096), kind: 'context_length_exceeded' },
  { status: 429, body: tooFast, headers: { 'retry-after': '3' }, kind: 'rate_limited', wait: 3000 },
  { status: 503, body: openai('Service unavailable'), kind: 'server_error' },
];

/** Sources: providers.json `errorShape`, quota-signals.md. */
export const ERROR_BODIES: Readonly<Record<string, readonly ErrorCase[]>> = {
  groq: [
    ...usual,
    {
      status: 429,
      body: openai(
        'Rate limit reached for model `openai/gpt-oss-120b` in organization `org_x` service tier `on_demand` on tokens per day (TPD): Limit 200000, Used 199500, Requested 1300. Please try again in 7m12.5s. Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing',
        { type: 'tokens', code: 'rate_limit_exceeded' },
      ),
      kind: 'quota_spent',
      wait: 432_500,
    },
    {
      status: 429,
      body: openai(
        'Rate limit reached for model `x` on tokens per minute (TPM): Limit 8000, Used 7000, Requested 1300. Please try again in 2.3s. Need more tokens? Visit https://console.groq.com/settings/billing',
        { type: 'tokens', code: 'rate_limit_exceeded' },
      ),
      kind: 'rate_limited',
      wait: 2300,
    },
    {
      status: 413,
      body: openai(
        'Request too large for model `x` on tokens per minute (TPM): Limit 8000, Requested 12000, please reduce your message size and try again.',
        { type: 'tokens', code: 'rate_limit_exceeded' },
      ),
      kind: 'input_too_large',
    },
    {
      status: 400,
      body: openai("Failed to call a function. Please adjust your prompt. See 'failed_generation'", {
        code: 'tool_use_failed',
        failed_generation: '<function=x>',
      }),
      kind: 'unsupported_parameter',
    },
    {
      status: 400,
      body: openai('The model `llama` has been decommissioned and is no longer supported.', {
        code: 'model_decommissioned',
      }),
      kind: 'model_gone',
    },
    {
      status: 400,
      body: openai("property 'messages.0.reasoning' is unsupported"),
      kind: 'unsupported_parameter',
    },
  ],
  cerebras: [
    ...usual.slice(0, 2),
    {
      status: 429,
      body: {
        message: 'Tokens per day limit exceeded - too many tokens processed.',
        type: 'too_many_tokens_error',
        param: 'quota',
        code: 'token_quota_exceeded',
      },
      kind: 'quota_spent',
    },
    {
      status: 429,
      body: {
        message: 'Requests per minute limit exceeded',
        type: 'too_many_requests_error',
        code: 'request_quota_exceeded',
      },
      headers: {
        'x-ratelimit-remaining-requests-minute': '0',
        'x-ratelimit-reset-requests-minute': '12.5',
      },
      kind: 'rate_limited',
      wait: 12_500,
    },
    {
      status: 402,
      body: { message: 'Payment required', code: 'payment_required' },
      kind: 'payment_required',
    },
    {
      status: 400,
      body: {
        message: 'Please reduce the length of the messages or completion.',
        code: 'context_length_exceeded',
      },
      kind: 'context_length_exceeded',
    },
  ],
  mistral: [
    { status: 401, body: { detail: 'Unauthorized' }, kind: 'unauthorized' },
    {
      status: 429,
      body: {
        object: 'error',
        message: 'Requests rate limit exceeded',
        type: 'rate_limited',
        param: null,
        code: '1300',
      },
      kind: 'rate_limited',
    },
    {
      status: 429,
      body: {
        object: 'error',
        message: 'Service tier capacity exceeded for this model.',
        type: 'service_tier_capacity_exceeded',
        code: '3505',
      },
      kind: 'rate_limited',
    },
    { status: 422, body: fastApi('store'), kind: 'unsupported_parameter', param: 'store' },
    {
      status: 400,
      body: {
        object: 'error',
        message: 'Invalid model: mistral-gone',
        type: 'invalid_model',
        param: null,
        code: '1500',
      },
      kind: 'model_gone',
    },
    {
      status: 400,
      body: {
        object: 'error',
        message:
          'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
        type: 'invalid_request_error',
        code: '3051',
      },
      kind: 'context_length_exceeded',
    },
    {
      status: 400,
      body: {
        object: 'error',
        message: 'Tool call id was call_abc but must be a-z, A-Z, 0-9, with a length of 9.',
        type: 'invalid_function_call',
        code: '3280',
      },
      kind: 'unsupported_parameter',
    },
    {
      status: 402,
      body: { object: 'error', message: 'You have no active subscription', type: 'billing', code: '1400' },
      kind: 'payment_required',
    },
  ],
  'mistral-codestral': [
    { status: 401, body: { message: 'Unauthorized', request_id: 'x' }, kind: 'unauthorized' },
    { status: 422, body: fastApi('logprobs'), kind: 'unsupported_parameter', param: 'logprobs' },
    { status: 429, body: { message: 'Requests rate limit exceeded' }, kind: 'rate_limited' },
  ],
  openrouter: [
    {
      status: 401,
      body: { error: { message: 'No auth credentials found', code: 401 } },
      kind: 'unauthorized',
    },
    {
      status: 402,
      body: {
        error: { message: 'Insufficient credits. Add more using https://openrouter.ai/credits', code: 402 },
      },
      kind: 'payment_required',
    },
    {
      status: 429,
      body: {
        error: {
          message:
            'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day',
          code: 429,
          metadata: {
            headers: {
              'X-RateLimit-Limit': '50',
              'X-RateLimit-Remaining': '0',
              'X-RateLimit-Reset': String(NOW + 5_400_000),
            },
            provider_name: null,
          },
        },
        user_id: 'user_x',
      },
      kind: 'quota_spent',
      wait: 5_400_000,
    },
    {
      status: 429,
      body: {
        error: {
          message: 'Provider returned error',
          code: 429,
          metadata: {
            raw: 'x:free is temporarily rate-limited upstream. Please retry shortly.',
            provider_name: 'P',
          },
        },
      },
      kind: 'rate_limited',
    },
    {
      status: 404,
      body: { error: { message: 'No endpoints found that support tool use.', code: 404 } },
      kind: 'unsupported_parameter',
    },
    {
      status: 404,
      body: { error: { message: 'No endpoints found for x:free.', code: 404 } },
      kind: 'model_gone',
    },
    {
      status: 403,
      body: {
        error: {
          message: 'Input was flagged by moderation',
          code: 403,
          metadata: { reasons: ['violence'], flagged_input: '…' },
        },
      },
      kind: 'content_filter',
    },
    { status: 502, body: { error: { message: 'Provider returned error', code: 502 } }, kind: 'server_error' },
  ],
  nvidia: [
    { status: 401, body: detail('Authentication failed', 401), kind: 'unauthorized' },
    { status: 403, body: detail('Authorization failed', 403), kind: 'forbidden' },
    { status: 404, body: detail("Function 'x': Not found for account 'y'", 404), kind: 'model_gone' },
    { status: 410, body: detail('The model has reached its end of life.', 410), kind: 'model_gone' },
    { status: 429, body: detail('Too Many Requests', 429), kind: 'rate_limited' },
    { status: 402, body: detail('Account credits expired', 402), kind: 'payment_required' },
    { status: 400, body: openai(CONTEXT_4096), kind: 'context_length_exceeded' },
    {
      status: 400,
      body: openai('This model only supports single tool-calls at once!', { type: 'BadRequestError' }),
      kind: 'bad_request',
    },
  ],
  google: [
    {
      status: 400,
      body: google(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.'),
      kind: 'unauthorized',
    },
    {
      status: 429,
      body: google(429, 'RESOURCE_EXHAUSTED', `${GOOGLE_QUOTA} Please retry in 54.6s.`, [
        violation('GenerateRequestsPerMinutePerProjectPerModel-FreeTier'),
        retryInfo('55s'),
      ]),
      kind: 'rate_limited',
      wait: 55_000,
    },
    {
      status: 429,
      body: google(429, 'RESOURCE_EXHAUSTED', `${GOOGLE_QUOTA} Please retry in 10h17m5.7s.`, [
        violation('GenerateRequestsPerDayPerProjectPerModel-FreeTier'),
      ]),
      kind: 'quota_spent',
      wait: 37_025_700,
    },
    {
      status: 429,
      body: google(
        429,
        'RESOURCE_EXHAUSTED',
        `${GOOGLE_QUOTA} * Quota exceeded for metric: generate_content_free_tier_requests, limit: 0, model: gemini-3-pro`,
        [violation('GenerateRequestsPerDayPerProjectPerModel-FreeTier'), retryInfo('29s')],
      ),
      kind: 'forbidden',
      wait: 86_400_000,
    },
    {
      status: 404,
      body: google(404, 'NOT_FOUND', 'models/gemini-1 is not found for API version v1main'),
      kind: 'model_gone',
    },
    {
      status: 400,
      body: google(
        400,
        'INVALID_ARGUMENT',
        'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      ),
      kind: 'context_length_exceeded',
    },
    {
      status: 400,
      body: google(
        400,
        'INVALID_ARGUMENT',
        'Invalid JSON payload received. Unknown name "logit_bias": Cannot find field.',
      ),
      kind: 'unsupported_parameter',
      param: 'logit_bias',
    },
    {
      status: 400,
      body: google(
        400,
        'INVALID_ARGUMENT',
        'Function call is missing a thought_signature in functionCall parts.',
      ),
      kind: 'unsupported_parameter',
    },
    {
      status: 403,
      body: google(403, 'PERMISSION_DENIED', 'Permission denied on resource project x.'),
      kind: 'forbidden',
    },
    {
      status: 503,
      body: google(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
      kind: 'server_error',
    },
  ],
  cohere: [
    { status: 401, body: { id: 'x', message: 'invalid api token' }, kind: 'unauthorized' },
    {
      status: 429,
      body: {
        message:
          'You are using a Trial key, which is limited to 1000 API calls / month. Upgrade to a Production key.',
      },
      kind: 'quota_spent',
    },
    {
      status: 429,
      body: { message: 'You are using a Trial key, which is limited to 20 API calls / minute.' },
      kind: 'rate_limited',
    },
    {
      status: 400,
      body: { message: 'too many tokens: total number of tokens in the prompt exceeds the limit of 128000' },
      kind: 'context_length_exceeded',
    },
    { status: 404, body: { message: "model 'command-gone' not found" }, kind: 'model_gone' },
    {
      status: 422,
      body: { message: 'unknown field: parameter "store" is not a valid field' },
      kind: 'unsupported_parameter',
      param: 'store',
    },
  ],
  sambanova: [
    ...usual,
    {
      status: 402,
      body: openai('A payment method is required', { code: 'PAYMENT_METHOD_REQUIRED' }),
      kind: 'payment_required',
    },
    { status: 422, body: openai('no valid service tier'), kind: 'payment_required' },
    {
      status: 429,
      body: openai('rate limit'),
      headers: { 'x-ratelimit-remaining-requests-day': '0', 'x-ratelimit-reset-requests-day': '3600' },
      kind: 'rate_limited',
      wait: 3_600_000,
    },
  ],
  together: [
    ...usual,
    {
      status: 402,
      body: openai('Credit limit exceeded', { type: 'credit_limit' }),
      kind: 'payment_required',
    },
    {
      status: 429,
      body: openai('rate limited'),
      headers: { 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2' },
      kind: 'rate_limited',
      wait: 2000,
    },
    {
      status: 422,
      body: openai('Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 9000'),
      kind: 'context_length_exceeded',
    },
  ],
  fireworks: [
    ...usual,
    {
      status: 400,
      body: openai('The prompt is too long: 300000, model maximum context length: 131071'),
      kind: 'context_length_exceeded',
    },
    {
      status: 400,
      body: openai("Extra inputs are not permitted, field: 'store'"),
      kind: 'unsupported_parameter',
      param: 'store',
    },
  ],
  deepinfra: [
    ...usual.slice(0, 2),
    { status: 429, body: { error: { message: 'engine_overloaded' } }, kind: 'rate_limited' },
    { status: 404, body: { detail: { error: 'The model `x` does not exist' } }, kind: 'model_gone' },
    {
      status: 402,
      body: { detail: { error: 'inference prohibited, please enter a payment method' } },
      kind: 'payment_required',
    },
  ],
  hyperbolic: [...usual, { status: 402, body: openai('Insufficient funds'), kind: 'payment_required' }],
  huggingface: [
    { status: 401, body: { error: 'Invalid username or password.' }, kind: 'unauthorized' },
    {
      status: 402,
      body: { error: 'You have exceeded your monthly included credits for Inference Providers.' },
      kind: 'payment_required',
    },
    {
      status: 400,
      body: {
        error: {
          message: "The requested model 'x' is not supported by any provider you have enabled.",
          code: 'model_not_supported',
        },
      },
      kind: 'model_gone',
    },
    {
      status: 422,
      body: { error: 'Input validation error: `inputs` tokens must be <= 4096' },
      kind: 'context_length_exceeded',
    },
    { status: 429, body: { error: 'Too many requests' }, kind: 'rate_limited' },
  ],
  cloudflare: [
    { status: 401, body: cloudflare(10_000, 'Authentication error'), kind: 'unauthorized' },
    {
      status: 429,
      body: cloudflare(
        3036,
        'AiError: you have used up your daily free allocation of 10,000 neurons, please upgrade to the Workers Paid plan.',
      ),
      kind: 'quota_spent',
      wait: 5_400_000,
    },
    {
      status: 429,
      body: cloudflare(3040, 'AiError: Capacity temporarily exceeded, please try again.'),
      kind: 'rate_limited',
    },
    { status: 400, body: cloudflare(5007, 'No such model @cf/x or task'), kind: 'model_gone' },
    {
      status: 400,
      body: cloudflare(
        5021,
        'AiError: The estimated number of input and maximum output tokens (9000) exceeded this model context window limit (8192).',
      ),
      kind: 'context_length_exceeded',
    },
    { status: 500, body: cloudflare(3043, 'Internal server error'), kind: 'server_error' },
  ],
  chutes: [
    { status: 401, body: { detail: 'Invalid token.' }, kind: 'unauthorized' },
    { status: 402, body: { detail: 'Quota exceeded and account balance is $0.0' }, kind: 'payment_required' },
    { status: 404, body: { detail: 'model not found: x-TEE' }, kind: 'model_gone' },
    {
      status: 429,
      body: { detail: 'Infrastructure is at maximum capacity, try again later' },
      kind: 'rate_limited',
    },
    { status: 503, body: { detail: 'No instances available (yet)' }, kind: 'server_error' },
  ],
  zai: [
    {
      status: 401,
      body: { error: { code: '1001', message: 'Header does not contain Authorization' } },
      kind: 'unauthorized',
    },
    {
      status: 429,
      body: { error: { code: '1302', message: 'High concurrency usage of this API' } },
      kind: 'rate_limited',
    },
    {
      status: 429,
      body: { error: { code: '1305', message: 'The API is overloaded, try again later' } },
      kind: 'rate_limited',
    },
    {
      status: 429,
      body: {
        error: { code: '1113', message: 'Insufficient balance or no resource package. Please recharge.' },
      },
      kind: 'payment_required',
    },
    {
      status: 400,
      body: { error: { code: '1211', message: 'Unknown Model, please check the model code.' } },
      kind: 'model_gone',
    },
    {
      status: 400,
      body: { error: { code: '1261', message: 'Prompt exceeds max length' } },
      kind: 'context_length_exceeded',
    },
    {
      status: 400,
      body: {
        error: {
          code: '1301',
          message: 'System detected potentially unsafe or sensitive content in input: content filter',
        },
      },
      kind: 'content_filter',
    },
  ],
  moonshot: [
    ...usual,
    {
      status: 429,
      body: openai('Your account is suspended, please check your plan and billing details', {
        type: 'exceeded_current_quota_error',
      }),
      kind: 'payment_required',
    },
    {
      status: 429,
      body: openai('Your account reached organization max RPM: 3, please try again after 1 seconds', {
        type: 'rate_limit_reached_error',
      }),
      kind: 'rate_limited',
      wait: 1000,
    },
    {
      status: 429,
      body: openai('The engine is currently overloaded', { type: 'engine_overloaded_error' }),
      kind: 'rate_limited',
    },
    {
      status: 400,
      body: openai('Your request exceeded model token limit: 8192'),
      kind: 'context_length_exceeded',
    },
    {
      status: 400,
      body: openai('The request was rejected because it was considered high risk', {
        type: 'content_filter',
      }),
      kind: 'content_filter',
    },
    {
      status: 400,
      body: openai(
        'thinking is enabled but reasoning_content is missing in assistant tool call message at index 2',
      ),
      kind: 'unsupported_parameter',
    },
  ],
  deepseek: [
    {
      status: 401,
      body: openai('Authentication Fails, Your api key is invalid', { type: 'authentication_error' }),
      kind: 'unauthorized',
    },
    { status: 402, body: openai('Insufficient Balance'), kind: 'payment_required' },
    {
      status: 400,
      body: openai("This model's maximum context length is 131072 tokens."),
      kind: 'context_length_exceeded',
    },
    { status: 400, body: openai('Model Not Exist'), kind: 'model_gone' },
    { status: 400, body: openai('Content Exists Risk: content policy'), kind: 'content_filter' },
  ],
  siliconflow: [
    { status: 401, body: 'Invalid token', kind: 'unauthorized' },
    {
      status: 403,
      body: { code: 30_001, message: 'Sorry, your account balance is insufficient', data: null },
      kind: 'payment_required',
    },
    {
      status: 400,
      body: { code: 20_012, message: 'Model does not exist. Please check it carefully.', data: null },
      kind: 'model_gone',
    },
    {
      status: 429,
      body: { message: 'Request was rejected due to rate limiting. Details:TPM limit reached.', data: null },
      kind: 'rate_limited',
    },
    {
      status: 400,
      body: {
        code: 20_015,
        message: 'length of prompt_tokens (9000) must be less than max_seq_len (8192): maximum context',
        data: null,
      },
      kind: 'context_length_exceeded',
    },
  ],
  dashscope: [
    {
      status: 401,
      body: openai('Incorrect API key provided.', { code: 'invalid_api_key' }),
      kind: 'unauthorized',
    },
    {
      status: 400,
      body: openai('Range of input length should be [1, 30720]', { code: 'invalid_parameter_error' }),
      kind: 'context_length_exceeded',
    },
    {
      status: 400,
      body: openai('Output data may contain inappropriate content.', { code: 'data_inspection_failed' }),
      kind: 'content_filter',
    },
    { status: 404, body: noModel, kind: 'model_gone' },
    {
      status: 403,
      body: openai('The free tier of the model has been exhausted. Please purchase: billing', {
        code: 'AllocationQuota.FreeTierOnly',
      }),
      kind: 'payment_required',
    },
    {
      status: 429,
      body: openai('You exceeded your current requests limit', { code: 'limit_requests' }),
      kind: 'rate_limited',
    },
  ],
  openai: [
    ...usual,
    {
      status: 429,
      body: openai('You exceeded your current quota, please check your plan and billing details.', {
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      }),
      kind: 'payment_required',
    },
    {
      status: 429,
      body: openai(
        'Rate limit reached for x on requests per min (RPM): Limit 3. Please try again in 20s. Visit https://platform.openai.com/account/rate-limits',
        { type: 'requests', code: 'rate_limit_exceeded' },
      ),
      headers: { 'retry-after-ms': '19500', 'retry-after': '20' },
      kind: 'rate_limited',
      wait: 19_500,
    },
    {
      status: 429,
      body: openai(
        'Request too large for x on tokens per min (TPM): Limit 10000, Requested 12000. The input or output tokens must be reduced in order to run successfully.',
        { type: 'tokens', code: 'rate_limit_exceeded' },
      ),
      kind: 'input_too_large',
    },
    {
      status: 400,
      body: openai(
        "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
        { code: 'unsupported_value', param: 'temperature' },
      ),
      kind: 'unsupported_parameter',
      param: 'temperature',
    },
    {
      status: 400,
      body: openai(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        { code: 'unsupported_parameter' },
      ),
      kind: 'unsupported_parameter',
      param: 'max_tokens',
    },
    {
      status: 400,
      body: openai("Invalid value: 'robot'.", { param: 'messages[0].role', code: 'invalid_value' }),
      kind: 'bad_request',
      param: 'messages[0].role',
    },
    {
      status: 400,
      body: openai('Your request was rejected as a result of our safety system.', {
        code: 'content_policy_violation',
      }),
      kind: 'content_filter',
    },
  ],
  anthropic: [
    {
      status: 401,
      body: { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } },
      kind: 'unauthorized',
    },
    {
      status: 403,
      body: {
        type: 'error',
        error: {
          type: 'permission_error',
          message: 'Your API key does not have permission to use the specified resource.',
        },
      },
      kind: 'forbidden',
    },
    {
      status: 404,
      body: { type: 'error', error: { type: 'not_found_error', message: 'model: claude-1' } },
      kind: 'model_gone',
    },
    {
      status: 400,
      body: {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: 'Your credit balance is too low to access the Anthropic API.',
        },
      },
      kind: 'payment_required',
    },
    {
      status: 400,
      body: {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: 'prompt is too long: 210000 tokens > 200000 maximum',
        },
      },
      kind: 'context_length_exceeded',
    },
    {
      status: 400,
      body: {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: 'This model does not support assistant message prefill.',
        },
      },
      kind: 'unsupported_parameter',
    },
    {
      status: 413,
      body: {
        type: 'error',
        error: { type: 'request_too_large', message: 'Request exceeds the maximum size' },
      },
      kind: 'context_length_exceeded',
    },
    {
      status: 429,
      body: {
        type: 'error',
        error: {
          type: 'rate_limit_error',
          message:
            "This request would exceed your organization's rate limit of 40,000 input tokens per minute.",
        },
      },
      headers: {
        'anthropic-ratelimit-input-tokens-remaining': '0',
        'anthropic-ratelimit-input-tokens-reset': new Date(NOW + 21_000).toISOString(),
      },
      kind: 'rate_limited',
      wait: 21_000,
    },
    {
      status: 529,
      body: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      kind: 'server_error',
    },
  ],
  xai: [
    {
      status: 400,
      body: {
        code: 'Client specified an invalid argument',
        error: 'Incorrect API key provided: xa***. You can obtain an API key from https://console.x.ai.',
      },
      kind: 'unauthorized',
    },
    {
      status: 404,
      body: { code: 'Some requested entity was not found', error: 'The model grok-gone does not exist.' },
      kind: 'model_gone',
    },
    {
      status: 400,
      body: {
        code: 'Client specified an invalid argument',
        error: "This model's maximum prompt length is 131072 but the request contains 150000 tokens.",
      },
      kind: 'context_length_exceeded',
    },
    {
      status: 400,
      body: {
        code: 'Client specified an invalid argument',
        error: 'Argument not supported on this model: presencePenalty',
      },
      kind: 'unsupported_parameter',
      param: 'presence_penalty',
    },
    {
      status: 403,
      body: { code: 'The caller does not have permission', error: 'Content violates usage guidelines.' },
      kind: 'content_filter',
    },
    {
      status: 429,
      body: {
        code: 'Some resource has been exhausted',
        error: 'Your team has used all available credits: credit balance is 0.',
      },
      kind: 'payment_required',
    },
    {
      status: 429,
      body: { code: 'Some resource has been exhausted', error: 'Too many requests' },
      kind: 'rate_limited',
    },
  ],
  perplexity: [
    ...usual.slice(0, 1),
    {
      status: 400,
      body: openai("Invalid model 'x'. Permitted models can be found in the documentation.", {
        type: 'invalid_model',
      }),
      kind: 'model_gone',
    },
    {
      status: 400,
      body: openai(
        'After the (optional) system message(s), user or tool message(s) should alternate with assistant message(s).',
        { type: 'invalid_message' },
      ),
      kind: 'unsupported_parameter',
    },
    {
      status: 400,
      body: openai('Tool calling is not supported for this model.'),
      kind: 'unsupported_parameter',
    },
    {
      status: 429,
      body: openai('Request rate limit exceeded, please try again later.', {
        type: 'request_rate_limit_exceeded',
      }),
      kind: 'rate_limited',
    },
  ],
  ollama: [
    {
      status: 404,
      body: { error: { message: "model 'x' not found", type: 'not_found_error' } },
      kind: 'model_gone',
    },
    {
      status: 400,
      body: { error: { message: 'input length exceeds the context length', type: 'api_error' } },
      kind: 'context_length_exceeded',
    },
    {
      status: 400,
      body: { error: { message: 'x does not support tools', type: 'api_error' } },
      kind: 'unsupported_parameter',
    },
    {
      status: 503,
      body: { error: { message: 'server busy, please try again. maximum pending requests exceeded' } },
      kind: 'server_error',
    },
  ],
  'ollama-cloud': [
    { status: 401, body: { error: 'unauthorized' }, kind: 'unauthorized' },
    {
      status: 403,
      body: { error: 'this model requires a subscription, upgrade for access' },
      kind: 'payment_required',
    },
    { status: 429, body: { error: 'you have reached your weekly usage limit' }, kind: 'quota_spent' },
    { status: 429, body: { error: 'too many concurrent requests' }, kind: 'rate_limited' },
  ],
  lmstudio: [
    { status: 404, body: { error: 'Model not found' }, kind: 'model_gone' },
    {
      status: 400,
      body: { error: "'response_format.type' must be 'json_schema' or 'text'" },
      kind: 'unsupported_parameter',
    },
    {
      status: 400,
      body: { error: 'Trying to keep the first 9000 tokens when context length is only 4096 tokens' },
      kind: 'context_length_exceeded',
    },
  ],
  ovh: [
    ...usual,
    {
      status: 429,
      body: { message: 'API rate limit exceeded' },
      headers: { 'retry-after': '30' },
      kind: 'rate_limited',
      wait: 30_000,
    },
  ],
  scaleway: [
    ...usual,
    {
      status: 403,
      body: { message: 'insufficient permissions', type: 'denied_authentication' },
      kind: 'forbidden',
    },
  ],
  llm7: [
    {
      status: 400,
      body: { error: { message: 'Model is currently unavailable', code: 'model_unavailable' } },
      kind: 'model_gone',
    },
    { status: 429, body: { error: { message: 'Rate limit exceeded: 60 per 1 hour' } }, kind: 'rate_limited' },
    { status: 401, body: { error: { message: 'Invalid token' } }, kind: 'unauthorized' },
  ],
  pollinations: [
    {
      status: 401,
      body: { status: 401, success: false, error: { code: 'UNAUTHORIZED', message: 'Invalid API key' } },
      kind: 'unauthorized',
    },
    {
      status: 402,
      body: {
        status: 402,
        success: false,
        error: { code: 'PAYMENT_REQUIRED', message: 'Insufficient pollen balance' },
      },
      kind: 'payment_required',
    },
    {
      status: 429,
      body: { status: 429, success: false, error: { code: 'RATE_LIMIT', message: 'Retry after 12 seconds' } },
      kind: 'rate_limited',
      wait: 12_000,
    },
  ],
  kilo: [
    ...usual.slice(0, 2),
    { status: 400, body: openai('response_format is not supported'), kind: 'unsupported_parameter' },
    {
      status: 429,
      body: openai('Free model usage limit reached. Try again in 20 minutes.'),
      kind: 'rate_limited',
      wait: 1_200_000,
    },
  ],
  llamacpp: [
    {
      status: 400,
      body: openai('the request exceeds the available context size, try increasing it', {
        type: 'exceed_context_size_error',
      }),
      kind: 'context_length_exceeded',
    },
    { status: 503, body: openai('Loading model', { type: 'unavailable_error' }), kind: 'server_error' },
    { status: 401, body: openai('Invalid API Key', { type: 'authentication_error' }), kind: 'unauthorized' },
  ],
};
