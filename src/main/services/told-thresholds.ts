import { z } from 'zod';
import type { ToldThresholds } from '../gateway/ports';
import type { Storage } from '../storage/types';

const SETTING = 'told_thresholds';
const schema = z.record(z.string(), z.tuple([z.number(), z.number()]));

/** Kept in one setting: it changes when a budget is first used in a window, and three times after that at most. */
export function createToldThresholds({
  storage,
  now,
}: {
  readonly storage: Pick<Storage, 'settings'>;
  readonly now: () => number;
}): ToldThresholds {
  const told = new Map(Object.entries(readTold(storage)));
  return {
    get: (name) => told.get(name)?.[0] ?? null,
    set(name, bits, until) {
      told.set(name, [bits, until]);
      for (const [known, [, end]] of told) if (end <= now()) told.delete(known);
      storage.settings.set(SETTING, JSON.stringify(Object.fromEntries(told)));
    },
  };
}

/** What cannot be read was told by nobody. */
function readTold({ settings }: Pick<Storage, 'settings'>): z.output<typeof schema> {
  try {
    return schema.parse(JSON.parse(settings.get(SETTING) ?? '{}'));
  } catch {
    return {};
  }
}
