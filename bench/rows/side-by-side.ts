import type { Target } from '../jobs.ts';
import type { LoadGenerator } from '../processes.ts';
import type { Sizes } from '../sizes.ts';

/** What the rows with all contestants running at once work with. */
export interface SideBySide {
  readonly load: LoadGenerator;
  /** The provider itself first. */
  readonly targets: readonly Target[];
  readonly sizes: Sizes;
}
