import type { ConnectWay } from '../../../shared/domain/connect-flow';
import type { SettingsService } from '../types';

/** How a key of this provider can be had by signing in; `null`: it cannot. */
export function findConnectWay(
  providerId: string,
  settings: Pick<SettingsService, 'get'>,
): ConnectWay | null {
  if (providerId === 'openrouter') return 'browser';
  return providerId === 'huggingface' && settings.get().huggingface_client_id !== '' ? 'code' : null;
}
