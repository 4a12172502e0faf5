import type { Alias } from '../../../shared/domain/alias';
import type { RouteExplanation } from '../../../shared/domain/route-explanation';
import type { TraceSkip } from '../../../shared/domain/route-trace';
import type { AliasStand } from './find-attention';

/** A pause this short is part of every day. */
const SHORT_MS = 2 * 60_000;
/** A place that is set up, cannot answer, and will again at the time that is named. */
const AWAY: ReadonlySet<string> = new Set([
  'cooling_down',
  'quota_spent',
  'spend_limit_reached',
  'key_limit_reached',
  'provider_down',
]);
/** Where a time is named here, it is only that of the next try. */
const BROKEN: ReadonlySet<string> = new Set(['key_unhealthy', 'key_damaged', 'model_gone']);
/** These keep every place from answering, and are told of once, not once for each alias. */
const ELSEWHERE: ReadonlySet<string> = new Set(['vault_locked', 'offline']);

/** What is left of the alias's own slots, as the task router sees them. `null`: something else is in the way. */
export function standOfAlias(
  { id, slots }: Pick<Alias, 'id' | 'slots'>,
  { candidates, skipped }: RouteExplanation,
  now: number,
): AliasStand | null {
  const places = new Set(slots.map(({ provider, model }) => `${provider}/${model}`));
  const isOwn = (place: { readonly provider: string; readonly model: string }) =>
    places.has(`${place.provider}/${place.model}`);
  const own = skipped.filter(isOwn);
  if (own.some(({ reason }) => ELSEWHERE.has(reason))) return null;
  const broken = own.filter(({ reason }) => BROKEN.has(reason));
  const away = own.filter(({ reason }) => AWAY.has(reason));
  const isShort = ({ until }: TraceSkip) => until !== undefined && Date.parse(until) - now <= SHORT_MS;
  const ready = [...candidates.filter(isOwn), ...away.filter(isShort)];
  const times = away.filter((skip) => !isShort(skip)).map(({ until }) => until ?? null);
  return {
    alias: id,
    ready: ready.map(({ provider }) => provider),
    lost: [...times, ...broken.map(() => null)],
  };
}
