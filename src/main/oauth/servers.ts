import type { OAuthServers } from './types';

export const OAUTH_SERVERS: OAuthServers = {
  openRouter: {
    authorize: 'https://openrouter.ai/auth',
    exchange: 'https://openrouter.ai/api/v1/auth/keys',
  },
  huggingFace: {
    issuer: 'https://huggingface.co',
    device: 'https://huggingface.co/oauth/device',
    token: 'https://huggingface.co/oauth/token',
  },
};
