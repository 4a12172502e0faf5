import type { ChainSlot } from './types';

/** The built-in model that answers, as itself, while nothing else is configured. */
export const DEMO: { readonly id: string; readonly slot: ChainSlot } = {
  id: 'spidergate/demo',
  slot: { provider: 'spidergate', model: 'demo', keyId: null, enabled: true },
};
