import type { Candidate } from '../../route';
import type { NanoUsd } from '../../types';

interface AttemptCost {
  readonly candidate: Candidate;
  readonly cost: NanoUsd;
  readonly isUnderWay: boolean;
}

/** What the attempts of one request cost: those under way at most, those that have failed really. */
export class AttemptCosts {
  /** Several are under way where a slow one is overtaken. */
  #costs: AttemptCost[] = [];

  begin(candidate: Candidate, most: NanoUsd): void {
    this.#costs.push({ candidate, cost: most, isUnderWay: true });
  }

  /** `wasted`: what it cost all the same. */
  end(candidate: Candidate, wasted: NanoUsd): void {
    this.#costs = this.#costs.filter((other) => !other.isUnderWay || other.candidate !== candidate);
    if (wasted > 0) this.#costs.push({ candidate, cost: wasted, isUnderWay: false });
  }

  /** Of all but the attempt that is under way there; `keyId`: of those with this key alone. */
  beside(candidate: Candidate, keyId?: string): NanoUsd {
    let sum = 0;
    for (const other of this.#costs) {
      if (other.isUnderWay && other.candidate === candidate) continue;
      if (keyId === undefined || other.candidate.key?.id === keyId) sum += other.cost;
    }
    return sum;
  }
}
