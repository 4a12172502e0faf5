import type { AskParts } from './ask-server';
import { startHuggingFaceFlow } from './device-flow';
import { startOpenRouterFlow } from './openrouter-flow';
import { renewHuggingFace } from './renew';
import { OAUTH_SERVERS } from './servers';
import type { OAuth, OAuthServers } from './types';

export interface OAuthNeeds extends AskParts {
  /** Others than the real ones; for tests. */
  readonly servers?: OAuthServers | undefined;
}

export function createOAuth({ transport, clock, servers = OAUTH_SERVERS }: OAuthNeeds): OAuth {
  const parts = { transport, clock, servers };
  return {
    startOpenRouterFlow: (needs) => startOpenRouterFlow(needs, parts),
    startHuggingFaceFlow: (needs) => startHuggingFaceFlow(needs, parts),
    renewHuggingFace: (renewal) => renewHuggingFace(renewal, parts),
  };
}
