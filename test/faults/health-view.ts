import type { ProviderKey } from '../../src/shared/domain/key';
import type { RouteExplanation } from '../../src/shared/domain/route-explanation';
import type { FakeUpstream, World } from '../support/create-world';

/** What the program says about one place when nobody calls it. */
export interface PlaceView {
  /** `healthy`, `degraded`, or why it is skipped. */
  readonly route: string;
  /** Seconds until it is back; `null` when it is not skipped, or nobody knows. */
  readonly backInS: number | null;
  readonly key: ProviderKey['health'] & { readonly coolingS: number | null };
}

/** The "afterwards" of the failure table, as `GET /keys` and `POST /route/explain` show it. */
export async function lookAtPlace(world: World, upstream: FakeUpstream, alias: string): Promise<PlaceView> {
  const { control } = world.core;
  const keys = await control.call<{ data: readonly ProviderKey[] }>('GET', '/keys');
  const key = keys.data.find(({ provider_name }) => provider_name === upstream.id);
  if (!key) throw new Error(`${upstream.id} has no key`);
  const explanation = await control.call<RouteExplanation>('POST', '/route/explain', { model: alias });
  const candidate = explanation.candidates.find(({ provider }) => provider === upstream.id);
  const skip = explanation.skipped.find(({ provider }) => provider === upstream.id);
  return {
    route: candidate?.health ?? skip?.reason ?? 'absent',
    backInS: secondsUntil(skip?.until ?? null),
    key: { ...key.health, coolingS: secondsUntil(key.health.cooling_until) },
  };
}

function secondsUntil(time: string | null): number | null {
  return time === null ? null : Math.round((Date.parse(time) - Date.now()) / 1000);
}
