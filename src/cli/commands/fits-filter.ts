import type { RequestSummary } from '../../shared/domain/request';
import type { RequestListRequest } from '../../shared/ipc/requests';

/** The filters of the list for one request that an event tells of; `token` and `key` are names here, not ids. */
export function fitsFilter(request: RequestSummary, filter: RequestListRequest): boolean {
  return (
    isOneOf(filter.status, [request.status]) &&
    isNamed(filter.token, [request.token]) &&
    isOneOf(filter.alias, [request.alias]) &&
    isOneOf(filter.provider, [request.provider]) &&
    isModel(filter.model, request.model) &&
    // The log calls a key `provider · label`.
    isNamed(filter.key, [request.key, request.key?.split(' · ').slice(1).join(' · ') ?? null]) &&
    isOneOf(filter.error_code, [request.error_code]) &&
    isOneOf(filter.fallback, [hasFallenBack(request) ? 'yes' : 'no']) &&
    isBetween(request.total_ms, filter.min_latency_ms, filter.max_latency_ms) &&
    isBetween(request.first_token_ms, filter.min_first_token_ms, undefined) &&
    isBetween(request.cost_usd, filter.min_cost_usd, filter.max_cost_usd) &&
    contains(request, filter.q)
  );
}

type Found = readonly (string | null)[];

function isOneOf(wanted: string | undefined, found: Found): boolean {
  return wanted === undefined || found.includes(wanted);
}

function isNamed(wanted: string | undefined, found: Found): boolean {
  return isOneOf(
    wanted?.toLowerCase(),
    found.map((name) => name?.toLowerCase() ?? null),
  );
}

/** With or without what stands before its last slash. */
function isModel(wanted: string | undefined, model: string | null): boolean {
  return (
    wanted === undefined ||
    model === wanted ||
    model?.toLowerCase().endsWith(`/${wanted.toLowerCase()}`) === true
  );
}

function hasFallenBack({ fallback_from, attempt_count }: RequestSummary): boolean {
  return fallback_from !== null || attempt_count > 1;
}

/** What is not known is in no range. */
function isBetween(value: number | null, least: number | undefined, most: number | undefined): boolean {
  if (least === undefined && most === undefined) return true;
  return value !== null && value >= (least ?? 0) && value <= (most ?? Number.POSITIVE_INFINITY);
}

function contains(request: RequestSummary, text: string | undefined): boolean {
  if (text === undefined) return true;
  const { requested, model, provider, token, error_code, id } = request;
  const wanted = text.toLowerCase();
  return [requested, model, provider, token, error_code, id].some((field) =>
    field?.toLowerCase().includes(wanted),
  );
}
