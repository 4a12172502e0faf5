import { isDroppable } from '../droppable-param';
import type { HealthPlace } from './types';

/** Parameters that models were seen to refuse. */
export interface RefusedParams {
  of(provider: string, model: string): readonly string[];
  add(place: Pick<HealthPlace, 'provider' | 'model'>, param: string | null): void;
  restore(name: string, params: readonly string[]): void;
}

export function createRefusedParams(
  onChange: (name: string, params: readonly string[]) => void,
): RefusedParams {
  const refused = new Map<string, readonly string[]>();
  return {
    of: (provider, model) => refused.get(`${provider}\n${model}`) ?? [],
    add({ provider, model }, param) {
      const name = `${provider}\n${model}`;
      const known = refused.get(name) ?? [];
      // What a request means may not be left out of it.
      if (param === null || !isDroppable(param) || known.includes(param)) return;
      refused.set(name, [...known, param]);
      onChange(name, [...known, param]);
    },
    restore: (name, params) => void refused.set(name, params.filter(isDroppable)),
  };
}
