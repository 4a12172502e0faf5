import { MARK_KINDS, type Mark, type MarkKind, opensAt } from './marks';
import type { Names } from './place-names';

/** Marks whose time is over let one single request through; these are the ones under way. */
export interface Probes {
  /** A mark keeps a place out until its time, and after that while its one probe is under way. */
  isHeld(kind: MarkKind, name: string, mark: Mark): boolean;
  /** Makes a request the probe of every mark of its place that waits for one; the returned function ends that. */
  claim(names: Names, markOf: (kind: MarkKind) => Mark | null): () => void;
}

export function createProbes(now: () => number): Probes {
  const probing = new Set<string>();
  return {
    isHeld: (kind, name, mark) => opensAt(mark) > now() || probing.has(`${kind}\n${name}`),
    claim(names, markOf) {
      const claimed: string[] = [];
      for (const kind of MARK_KINDS) {
        const mark = markOf(kind);
        if (!mark || opensAt(mark) > now()) continue;
        const probe = `${kind}\n${names[kind]}`;
        if (probing.has(probe)) continue;
        probing.add(probe);
        claimed.push(probe);
      }
      return () => {
        for (const probe of claimed.splice(0)) probing.delete(probe);
      };
    },
  };
}
