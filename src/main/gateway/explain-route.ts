import type { RouteExplanation } from '../../shared/domain/route-explanation';
import { createUnpricedError } from './auth/limits/refusal-errors';
import { waitFor } from './await-place';
import type { ChatRequest } from './chat';
import { openaiChat } from './dialects/openai-chat';
import { openaiEmbeddings } from './dialects/openai-embeddings';
import { SpiderGateError } from './errors';
import { lookAtSpending } from './explain-spending';
import type { GatewayPorts } from './ports';
import { requireOpen } from './require-open';
import { type Candidate, nameKey, type RoutePlan, toSkip } from './route';
import { explainEmptyPlan, lookAt, planRoute } from './task-router';
import type { Identity } from './types';

const ANY_MESSAGES = [{ role: 'user', content: '' }];

/** What the task router would do with a request now. The same function plans real requests. */
export function explainRoute(body: unknown, identity: Identity, ports: GatewayPorts): RouteExplanation {
  const isObject = typeof body === 'object' && body !== null;
  const isEmbedding = isObject && 'input' in body && !('messages' in body);
  const request = isEmbedding
    ? openaiEmbeddings.parse(body, {})
    : openaiChat.parse(isObject ? { messages: ANY_MESSAGES, ...body } : body, {});
  try {
    const { plan, unpriced } = withoutUnaffordable(planRoute({ request, identity }, ports), request, ports);
    const now = ports.clock.now();
    const waitMs = waitFor(plan, { request, identity }, now);
    const isRefused = plan.candidates.length === 0 && waitMs === null;
    const error = findClosed(ports) ?? unpriced ?? (isRefused ? explainEmptyPlan(plan, ports, now) : null);
    const describe = (candidate: Candidate, index: number) => {
      const health = lookAt(candidate.provider, candidate.model, candidate.key, {
        question: { request, identity },
        view: ports,
      });
      return {
        rank: index + 1,
        provider: candidate.provider.id,
        model: candidate.model,
        key: nameKey(candidate.key),
        key_scope: candidate.keyScope,
        health: health.usable ? health.rank : 'degraded',
        quota_left: health.usable ? health.quotaLeft : 0,
        in_flight: health.usable ? health.inFlight : 0,
        context_window: candidate.facts?.contextWindow ?? null,
        tier: candidate.facts?.tier ?? null,
      } as const;
    };
    const explanation = toExplanation(plan, request.inputTokens, plan.candidates.map(describe), error);
    return { ...explanation, wait_ms: error === null ? waitMs : null };
  } catch (thrown) {
    if (!(thrown instanceof SpiderGateError)) throw thrown;
    return toExplanation(null, request.inputTokens, [], findClosed(ports) ?? thrown, request.model);
  }
}

/** While nothing is served the ranking is still worth seeing; the caller would be told this. */
function findClosed(ports: GatewayPorts): SpiderGateError | null {
  try {
    requireOpen(ports);
    return null;
  } catch (thrown) {
    if (thrown instanceof SpiderGateError) return thrown;
    throw thrown;
  }
}

/** Places are looked at for their keys' money only once a request is let in; so it is here. */
function withoutUnaffordable(plan: RoutePlan, request: ChatRequest, ports: GatewayPorts) {
  const looked = plan.candidates.map((candidate) => ({
    candidate,
    refusal: lookAtSpending(candidate, request, ports),
  }));
  const refused = looked.flatMap(({ candidate, refusal }) =>
    refusal ? [{ candidate, skip: toSkip(candidate, refusal.reason, refusal.until) }] : [],
  );
  const candidates = looked.flatMap(({ candidate, refusal }) => (refusal ? [] : [candidate]));
  const place = candidates.length > 0 ? null : refused.find(({ skip }) => skip.reason === 'price_unknown');
  const unpriced = place
    ? createUnpricedError(
        `${place.skip.provider}/${place.skip.model}`,
        place.candidate.provider.kind === 'custom',
      )
    : null;
  return {
    plan: { ...plan, candidates, skipped: [...plan.skipped, ...refused.map(({ skip }) => skip)] },
    unpriced,
  };
}

function toExplanation(
  plan: RoutePlan | null,
  inputTokens: number,
  candidates: RouteExplanation['candidates'],
  error: SpiderGateError | null,
  requested = plan?.requested ?? '',
): RouteExplanation {
  return {
    requested,
    alias: plan?.alias ?? null,
    first_choice: plan?.firstChoice ?? null,
    estimated_input_tokens: inputTokens,
    temper: plan?.temper ?? null,
    candidates,
    skipped: plan?.skipped ?? [],
    wait_ms: null,
    error: error && { status: error.status, code: error.code, message: error.message },
  };
}
