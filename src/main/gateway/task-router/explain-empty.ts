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
  'excluded',
  'too_expensive',
];
const WAITING: readonly SkipReason[] = [
  'cooling_down',
  'provider_down',
  'key_unhealthy',
  'quota_spent',
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
      'The vault is locked, so no provider key can be used. Enter its passphrase in the SpiderGate window.',
    );
  }
  const waits = skipped.flatMap((place) =>
    place.until && WAITING.includes(place.reason) ? [Date.parse(place.until)] : [],
  );
  if (waits.length > 0) {
    const wait = Math.max(0, Math.min(...waits) - now);
    return new SpiderGateError(
      'model_cooldown',
      `Every place that could answer "${plan.requested}" is waiting. The first is back in ${Math.ceil(wait / 1000)} s.`,
      { headers: toWaitHeaders(wait), extra: { candidates: describeCandidates(skipped) } },
    );
  }
  const limited = skipped.filter((place) => LIMITS.includes(place.reason));
  if (limited.length > 0) return explainLimits(plan, limited);
  return explainUnconfigured(plan, view);
}

function explainLimits(plan: RoutePlan, limited: readonly SkippedPlace[]): SpiderGateError {
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

function explainUnconfigured(plan: RoutePlan, view: RoutingView): SpiderGateError {
  const off = plan.skipped.filter((place) => place.reason === 'provider_off' || place.reason === 'key_off');
  const extra = { candidates: describeCandidates(plan.skipped) };
  if (off.length > 0) {
    const names = [
      ...new Set(off.map((place) => view.providers.get(place.provider)?.name ?? place.provider)),
    ];
    return new SpiderGateError(
      'no_provider_key',
      `Everything that could answer "${plan.requested}" is switched off: ${names.join(', ')}. Switch one on in the tray or the window.`,
      { extra },
    );
  }
  const [only] = plan.skipped;
  if (plan.alias === null && only) return explainPinned(only, view);
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
