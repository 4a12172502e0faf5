import type { LimitPolicy, TokenPolicy } from './types';

export const NO_LIMITS: LimitPolicy = {
  requestsPerMinute: null,
  requestsPerDay: null,
  tokensPerMinute: null,
  parallelRequests: null,
  budget: null,
};

/** What a client credential has: its workspace's limits are the only ones. */
export const NO_TOKEN_LIMITS: TokenPolicy = { ...NO_LIMITS, freeModelsOnly: false };
