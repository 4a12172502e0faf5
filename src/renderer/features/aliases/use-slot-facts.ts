import { useEffect, useState } from 'react';
import type { ModelSummary } from '../../../shared/domain/model';
import type { UsageReport } from '../../../shared/domain/usage';
import type { SpiderGateBridge } from '../../../shared/ipc/bridge';
import { useApp } from '../../lib/app-context';
import { settle } from '../../lib/settle';

const DAY_MS = 86_400_000;
const SPEED_DAYS = 7;

export interface Place {
  readonly provider: string;
  readonly model: string;
}

/** Time to the first token as this computer has seen it. */
export interface Speed {
  readonly average_ms: number;
  readonly requests: number;
}

export interface SlotFacts {
  readonly summary: ModelSummary | null;
  readonly speed: Speed | null;
}

export type FactsOf = (place: Place) => SlotFacts;

const NOTHING: SlotFacts = { summary: null, speed: null };
const nameOf = ({ provider, model }: Place) => `${provider}/${model}`;

/** What is known about the places of a chain. Read when another chain is shown, and when `version` changes. */
export function useSlotFacts(places: readonly Place[], version: number): FactsOf {
  const { bridge } = useApp();
  const [facts, setFacts] = useState<ReadonlyMap<string, SlotFacts>>(new Map());
  const wanted = [...new Map(places.map((place) => [nameOf(place), place])).values()];
  const names = wanted.map(nameOf).sort().join('\n');

  // biome-ignore lint/correctness/useExhaustiveDependencies: `names` says what `wanted` holds, and stays the same text
  useEffect(() => {
    let isCurrent = true;
    void readFacts(bridge, wanted).then((read) => {
      if (isCurrent) setFacts(read);
    });
    return () => {
      isCurrent = false;
    };
  }, [bridge, names, version]);

  return (place) => facts.get(nameOf(place)) ?? NOTHING;
}

async function readFacts(
  bridge: SpiderGateBridge,
  places: readonly Place[],
): Promise<ReadonlyMap<string, SlotFacts>> {
  const asked = places.slice(0, 64).map(({ provider, model }) => ({ provider, model }));
  const providers = [...new Set(asked.map(({ provider }) => provider))];
  const [described, ...speeds] = await Promise.all([
    settle(bridge.models.describe({ places: asked })),
    ...providers.map((provider) => readSpeeds(bridge, provider)),
  ]);
  const speedOf = new Map(speeds.flat());
  const summaries = new Map((described.ok ? described.value : []).map((one) => [nameOf(one), one]));
  return new Map(
    asked.map((place) => {
      const name = nameOf(place);
      return [name, { summary: summaries.get(name) ?? null, speed: speedOf.get(name) ?? null }];
    }),
  );
}

async function readSpeeds(
  bridge: SpiderGateBridge,
  provider: string,
): Promise<readonly (readonly [string, Speed])[]> {
  const from = new Date(Date.now() - SPEED_DAYS * DAY_MS).toISOString();
  const report = await settle(bridge.usage.read({ provider, group_by: 'model', bucket: 'day', from }));
  if (!report.ok) return [];
  return [...averageSpeeds(report.value)].map(([model, speed]) => [nameOf({ provider, model }), speed]);
}

/** Days with more requests weigh more. */
export function averageSpeeds({ data }: Pick<UsageReport, 'data'>): ReadonlyMap<string, Speed> {
  const sums = new Map<string, { ms: number; requests: number }>();
  for (const { group, first_token_ms: latency, succeeded } of data) {
    const model = group?.id ?? null;
    if (model === null || latency.average === null || succeeded === 0) continue;
    const sum = sums.get(model) ?? { ms: 0, requests: 0 };
    sums.set(model, {
      ms: sum.ms + latency.average * succeeded,
      requests: sum.requests + succeeded,
    });
  }
  return new Map(
    [...sums].map(([model, { ms, requests }]) => [model, { average_ms: ms / requests, requests }]),
  );
}
