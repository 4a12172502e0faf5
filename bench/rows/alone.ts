import type { PeerDir } from '../contestants.ts';
import type { LoadGenerator } from '../processes.ts';
import type { Sizes } from '../sizes.ts';

/** What the rows work with that start what they need themselves. */
export interface Alone {
  readonly load: LoadGenerator;
  readonly providerPort: number;
  readonly peerDir: PeerDir;
  readonly sizes: Sizes;
  readonly say: (what: string) => void;
}
