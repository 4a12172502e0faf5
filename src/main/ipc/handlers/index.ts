import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';
import { agentTokenHandlers } from './agent-tokens';
import { aliasHandlers } from './aliases';
import { type DesktopParts, desktopHandlers } from './desktop';
import { keyHandlers } from './keys';
import { providerHandlers } from './providers';
import { requestHandlers } from './requests';
import { settingsHandlers } from './settings';
import { statusHandlers } from './status';
import { workspaceHandlers } from './workspaces';

export function createHandlers(services: RemoteServices, desktop: DesktopParts): IpcHandlers {
  return {
    ...statusHandlers(services),
    ...workspaceHandlers(services),
    ...providerHandlers(services),
    ...keyHandlers(services),
    ...aliasHandlers(services),
    ...agentTokenHandlers(services),
    ...requestHandlers(services),
    ...settingsHandlers(services),
    ...desktopHandlers(desktop, services.providers),
  };
}
