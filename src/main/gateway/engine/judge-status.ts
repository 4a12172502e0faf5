import type { FailureKind } from '../attempt';
import type { ErrorWords } from './read-error-words';

/** The names providers have for what happened, where they have one. */
const KIND_BY_CODE: Readonly<Record<string, FailureKind>> = {
  context_length_exceeded: 'context_length_exceeded',
  model_max_prompt_tokens_exceeded: 'context_length_exceeded',
  content_filter: 'content_filter',
  content_policy_violation: 'content_filter',
  data_inspection_failed: 'content_filter',
  unsupported_parameter: 'unsupported_parameter',
  unknown_parameter: 'unsupported_parameter',
  unsupported_value: 'unsupported_parameter',
  extra_forbidden: 'unsupported_parameter',
  tool_use_failed: 'unsupported_parameter',
  json_validate_failed: 'unsupported_parameter',
  model_not_found: 'model_gone',
  model_unavailable: 'model_gone',
  model_not_supported: 'model_gone',
  model_decommissioned: 'model_gone',
};

const CONTEXT =
  /context.?(?:length|window|size)|maximum context|max(?:imum)? (?:prompt|input|sequence) length|too many (?:input )?tokens|(?:prompt|input|request) (?:is|exceeds|was).{0,12}(?:too long|max)|exceeds? the (?:max|limit|model).{0,30}(?:token|length)|token count.{0,40}exceeds|input length should be|tokens?.{0,24}must be <=|reduce the length|model token limit/i;
const FILTER =
  /content.?filter|content.?policy|content management policy|safety (?:system|filter|policy)|moderation|flagged|inappropriate content|usage guidelines/i;
const PARAMETER =
  /unknown (?:parameter|name|field)|unrecognized (?:request )?(?:argument|parameter|field)|(?:argument|parameter|value|field) (?:is )?not supported|unsupported.{0,12}(?:parameter|value|argument)|extra (?:inputs|fields) (?:are )?not (?:permitted|allowed)|extra_forbidden|does(?: not|n't) support|(?:is|are) not supported (?:with|by|for|on) this|property .{1,60} is unsupported|tool calling is not|response_format/i;
/** What one provider refuses in a history that another one wrote, or made a mess of itself. */
const ONLY_HERE =
  /thought_signature|reasoning_content.{0,40}missing|tool.?call.?id.{0,60}must be|(?:should|must) alternate|failed_generation|prefill/i;
const SPENT =
  /insufficient.?(?:quota|balance|credit|fund)|exceeded.?(?:your.)?current.?quota|out of credits|credit balance|balance is (?:insufficient|too low)|recharge|no resource package/i;
const UNPAID = /billing|payment.?(?:required|method)|service tier|subscription|included credits/i;
const GONE =
  /model.{0,80}(?:not found|not exist|decommissioned|deprecated|no longer|unavailable|not available)|(?:no such|unknown|invalid) model|model_(?:not_found|unavailable|decommissioned)/i;
const BAD_KEY = /api.?key.{0,20}(?:not valid|invalid|expired)|(?:invalid|incorrect|wrong).{0,10}api.?key/i;
/** Windows of a day and more. */
const LONG_WINDOW =
  /per.?(?:day|week|month)|\/ ?(?:day|month)|\b(?:daily|weekly|monthly)\b|\b(?:rpd|tpd)\b|(?:session|hourly) (?:usage )?limit/i;
/** A request larger than a minute's tokens will never fit, whatever the context window says. */
const LARGER_THAN_TIER =
  /request too large.{0,200}(?:per min|tpm)|reduce your (?:message|prompt|request) size|tokens must be reduced/i;
/** Google's word for a model that is not part of this tier. */
const NOT_IN_TIER = /\blimit: 0(?![\d.])/;

export const NOT_IN_TIER_CODE = 'model_not_in_tier';

/** Judges an error answer by its status, code and words; the most exact first. */
export function judgeStatus(status: number, words: ErrorWords, hasWait: boolean): FailureKind {
  if (status === 401) return 'unauthorized';
  if (status === 402) return 'payment_required';
  if (status === 429) return judge429(words, hasWait);
  if (status === 413) return LARGER_THAN_TIER.test(words.all) ? 'input_too_large' : 'context_length_exceeded';
  if (status === 410) return 'model_gone';
  if (status === 404) return /found that support/i.test(words.all) ? 'unsupported_parameter' : 'model_gone';
  if (status === 408 || status === 409 || status === 425) return 'conflict';
  if (status >= 500) return 'server_error';
  return status >= 400 ? judge4xx(status, words) : 'not_an_answer';
}

export function isNotInTier(status: number, { all }: ErrorWords): boolean {
  return status === 429 && NOT_IN_TIER.test(all);
}

function judge429(words: ErrorWords, hasWait: boolean): FailureKind {
  if (words.code === 'insufficient_quota' || words.type === 'insufficient_quota') return 'payment_required';
  if (NOT_IN_TIER.test(words.all)) return 'forbidden';
  if (LARGER_THAN_TIER.test(words.all)) return 'input_too_large';
  const isLong = LONG_WINDOW.test(words.all) || /daily free allocation/i.test(words.all);
  // Google says "exceeded your current quota" of every window; with a wait, or a window, it is only a window.
  if (SPENT.test(words.all) && !hasWait && !isLong) return 'payment_required';
  return isLong ? 'quota_spent' : 'rate_limited';
}

function judge4xx(status: number, words: ErrorWords): FailureKind {
  const named = KIND_BY_CODE[words.code ?? ''] ?? KIND_BY_CODE[words.type ?? ''];
  if (named) return named;
  const { all } = words;
  if (CONTEXT.test(all)) return 'context_length_exceeded';
  if (BAD_KEY.test(all)) return 'unauthorized';
  if (SPENT.test(all) || (status !== 400 && UNPAID.test(all))) return 'payment_required';
  if (GONE.test(all)) return 'model_gone';
  if (PARAMETER.test(all) || ONLY_HERE.test(all)) return 'unsupported_parameter';
  if (FILTER.test(all)) return 'content_filter';
  return status === 403 ? 'forbidden' : 'bad_request';
}

/** The status an error deserves that came without one, e.g. inside a stream. */
export function statusOfWords({ status, code, type, all }: ErrorWords): number {
  if (status !== null) return status;
  const name = `${code ?? ''} ${type ?? ''}`;
  if (/overloaded/i.test(name)) return 529;
  if (/rate.?limit|too_many|resource_exhausted/i.test(name)) return 429;
  if (/insufficient_quota|payment|billing/i.test(name)) return 402;
  if (/authentication|unauthorized|api_key/i.test(name)) return 401;
  if (/permission|forbidden/i.test(name)) return 403;
  if (/not_found/i.test(name)) return 404;
  if (/invalid_request|invalid_argument|content_|context/i.test(name)) return 400;
  if (/rate limit|too many requests|concurrency/i.test(all)) return 429;
  return 500;
}
