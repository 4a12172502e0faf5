import { SpiderGateError } from '../errors';
import { createOfflineError } from '../offline-error';
import type { RoutePlan, SkippedPlace, SkipReason } from '../route';
import { describeCandidates, toWaitHeaders } from '../waiting';
import type { RoutingView } from './types';

const LIMITS: readonly SkipReason[] = [
  'context_too_small',
  'input_too_large_for_free_tier',
  'capability_missing',
  'not_allowed',
  'not_free',
  'private_prompts_only',
  'excluded',
  'too_expensive',
  'price_unknown',
];
const WAITING: readonly SkipReason[] = [
  'cooling_down',
  'provider_down',
  'key_unhealthy',
  'quota_spent',
  'key_limit_reached',
  'model_gone',
];

/** The error for a request that no candidate is left for. Source: routing.md, 5; api.md, "Errors". */
export function explainEmptyPlan(plan: RoutePlan, view: RoutingView, now: number): SpiderGateError {
  const { skipped } = plan;
  if (skipped.some((place) => place.reason === 'offline')) {
    return createOfflineError();
  }
  if (skipped.some((place) => place.reason === 'vault_locked')) {
    return new SpiderGateError(
      'vault_locked',
      'The vault is locked, so no provider key can be used. Unlock it in the SpiderGate window, or with `spidergate unlock`.',
    );
  }
  if (plan.alias === null && skipped.length > 0 && skipped.every(({ reason }) => reason === 'model_gone')) {
    return explainGone(plan, skipped);
  }
  const wait = soonestWait(plan, now);
  if (wait !== null) {
    return new SpiderGateError(
      'model_cooldown',
      `Every place that could answer "${plan.requested}" is waiting. The first is back in ${toSeconds(wait)} s.`,
      { headers: toWaitHeaders(wait), extra: { candidates: describeCandidates(skipped) } },
    );
  }
  if (plan.needOwner.length > 0) return explainOwnersTurn(plan, now);
  const spent = skipped.filter((place) => place.reason === 'spend_limit_reached');
  if (spent.length > 0) return explainSpent(plan, spent);
  const limited = skipped.filter((place) => LIMITS.includes(place.reason));
  if (limited.length > 0) return explainLimits(plan, limited, view);
  return explainUnconfigured(plan, view);
}

/** What its provider said when it was asked last; a wait would promise that it comes back. */
function explainGone(plan: RoutePlan, skipped: readonly SkippedPlace[]): SpiderGateError {
  return new SpiderGateError(
    'model_not_found',
    `${plan.requested} is not known to its provider. It is asked again at ${skipped[0]?.until}, or once the key's health is reset.`,
    { param: 'model', extra: { candidates: describeCandidates(skipped) } },
  );
}

/** Source: routing.md, 5: all spent. */
function explainSpent(plan: RoutePlan, spent: readonly SkippedPlace[]): SpiderGateError {
  const keys = [...new Set(spent.map(({ key }) => key ?? ''))].join(', ');
  const until = spent
    .flatMap((place) => place.until ?? [])
    .sort()
    .at(0);
  const when = until === undefined ? '' : ` The first has room again at ${until}.`;
  return new SpiderGateError(
    'upstream_credentials_exhausted',
    `Every key that could answer "${plan.requested}" has less left under its spend limit than this request can cost (${keys}).${when}`,
    { headers: { 'x-should-retry': 'false' }, extra: { candidates: describeCandidates(plan.skipped) } },
  );
}

/** Milliseconds until the first place is back by itself; `null`: none will be, or nobody knows when. */
export function soonestWait({ skipped, needOwner }: RoutePlan, now: number): number | null {
  let soonest: number | null = null;
  for (const place of skipped) {
    if (place.until === undefined || !WAITING.includes(place.reason) || needOwner.includes(place)) continue;
    const wait = Math.max(0, Date.parse(place.until) - now);
    soonest = Math.min(soonest ?? wait, wait);
  }
  return soonest;
}

/** Keys are probed now and then, but only their owner can mend them. */
function explainOwnersTurn(plan: RoutePlan, now: number): SpiderGateError {
  const probes = plan.needOwner.flatMap(({ until }) =>
    until === undefined ? [] : [Date.parse(until) - now],
  );
  const next = probes.length === 0 ? '' : ` The first is tried again in ${toSeconds(Math.min(...probes))} s.`;
  return new SpiderGateError(
    'upstream_credentials_exhausted',
    `Every key that could answer "${plan.requested}" was refused, is spent or is damaged. Look at Keys in SpiderGate.${next}`,
    { extra: { candidates: describeCandidates(plan.skipped) } },
  );
}

function toSeconds(ms: number): number {
  return Math.max(0, Math.ceil(ms / 1000));
}

function explainLimits(
  plan: RoutePlan,
  limited: readonly SkippedPlace[],
  view: RoutingView,
): SpiderGateError {
  if (limited.every((place) => place.reason === 'private_prompts_only')) {
    return explainPrivate(plan, limited, view);
  }
  const isSize = (place: SkippedPlace) =>
    place.reason === 'context_too_small' || place.reason === 'input_too_large_for_free_tier';
  if (limited.every(isSize)) {
    return new SpiderGateError(
      'request_too_large',
      `The request is larger than every model of "${plan.requested}" can take. Shorten it, or use an alias for long inputs such as spideriq/long-context.`,
      { extra: { candidates: describeCandidates(plan.skipped) } },
    );
  }
  return new SpiderGateError(
    'no_qualifying_model',
    `No model of "${plan.requested}" fits the limits of this request; candidates[] says why each was left out.`,
    { extra: { candidates: describeCandidates(plan.skipped) } },
  );
}

function explainPrivate(
  plan: RoutePlan,
  limited: readonly SkippedPlace[],
  view: RoutingView,
): SpiderGateError {
  const names = namesOf(limited, view).join(', ');
  return new SpiderGateError(
    'no_qualifying_model',
    `"Private prompts only" is on in Settings, and it keeps out everything that could answer "${plan.requested}": ${names}. Add a key of another provider, or switch it off.`,
    { headers: { 'x-should-retry': 'false' }, extra: { candidates: describeCandidates(plan.skipped) } },
  );
}

function namesOf(places: readonly SkippedPlace[], view: RoutingView): readonly string[] {
  return [...new Set(places.map((place) => view.providers.get(place.provider)?.name ?? place.provider))];
}

/** Providers that no request can reach, with the reason. Asking again would change nothing. */
function explainRefused(plan: RoutePlan, place: SkippedPlace, view: RoutingView): SpiderGateError {
  const reasons = plan.skipped.flatMap(({ provider }) => view.providers.get(provider)?.refused ?? []);
  return new SpiderGateError(
    plan.alias === null ? `no_${place.provider}_key` : 'no_provider_key',
    `"${plan.requested}" cannot be answered. ${[...new Set(reasons)].join(' ')}`,
    { headers: { 'x-should-retry': 'false' }, extra: { candidates: describeCandidates(plan.skipped) } },
  );
}

function explainUnconfigured(plan: RoutePlan, view: RoutingView): SpiderGateError {
  const [first] = plan.skipped;
  if (first && plan.skipped.every((place) => place.reason === 'provider_refused'))
    return explainRefused(plan, first, view);
  const off = plan.skipped.filter((place) => place.reason === 'provider_off' || place.reason === 'key_off');
  const extra = { candidates: describeCandidates(plan.skipped) };
  if (off.length > 0) {
    const names = namesOf(off, view);
    return new SpiderGateError(
      'no_provider_key',
      `Everything that could answer "${plan.requested}" is switched off: ${names.join(', ')}. Switch one on in the tray or the window.`,
      { extra },
    );
  }
  const [only] = plan.skipped;
  if (plan.alias === null && only) return explainPinned(only, view);
  const idle = findIdle(plan);
  if (idle) return explainPinned(idle, view);
  const pages = [
    ...new Set(
      plan.skipped.flatMap((place) => {
        const provider = view.providers.get(place.provider);
        return provider?.keyUrl ? [`${provider.name}: ${provider.keyUrl}`] : [];
      }),
    ),
  ].slice(0, 3);
  const where = pages.length > 0 ? ` Keys can be had at ${pages.join(', ')}.` : '';
  return new SpiderGateError(
    'no_provider_key',
    `No key is set up for any provider of "${plan.requested}". Add one in SpiderGate under Keys.${where}`,
    { extra },
  );
}

/** The one server that has the model, where answers of another model would not do. */
function findIdle({ skipped }: RoutePlan): SkippedPlace | undefined {
  if (!skipped.some(({ reason }) => reason === 'other_model')) return undefined;
  return skipped.find(({ reason }) => reason === 'not_running' || reason === 'model_not_installed');
}

function explainPinned(place: SkippedPlace, view: RoutingView): SpiderGateError {
  const provider = view.providers.get(place.provider);
  const name = provider?.name ?? place.provider;
  if (place.reason === 'not_running') {
    return new SpiderGateError(
      'service_unavailable',
      `${name} is not running on this computer. Start it and try again.`,
    );
  }
  if (place.reason === 'model_not_installed') {
    return new SpiderGateError(
      'model_not_found',
      `${name} does not have the model "${place.model}" installed.`,
      {
        param: 'model',
      },
    );
  }
  const where = provider?.keyUrl ? ` One can be had at ${provider.keyUrl}.` : '';
  return new SpiderGateError(
    `no_${place.provider}_key`,
    `There is no key for ${name}. Add one in SpiderGate under Keys.${where}`,
  );
}
