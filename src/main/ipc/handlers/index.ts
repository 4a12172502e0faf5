import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';
import { agentTokenHandlers } from './agent-tokens';
import { aliasHandlers } from './aliases';
import { backupHandlers } from './backup';
import { connectHandlers } from './connect';
import { type DesktopParts, desktopHandlers } from './desktop';
import { diagnosticsHandlers } from './diagnostics';
import { inviteHandlers } from './invites';
import { keyHandlers } from './keys';
import { modelHandlers } from './models';
import { originHandlers } from './origins';
import { overviewHandlers } from './overview';
import { providerHandlers } from './providers';
import { recordingHandlers } from './recordings';
import { requestHandlers } from './requests';
import { settingsHandlers } from './settings';
import { statusHandlers } from './status';
import { vaultHandlers } from './vault';
import { workspaceHandlers } from './workspaces';

export function createHandlers(services: RemoteServices, desktop: DesktopParts): IpcHandlers {
  return {
    ...statusHandlers(services),
    ...vaultHandlers(services),
    ...workspaceHandlers(services),
    ...providerHandlers(services),
    ...keyHandlers(services),
    ...connectHandlers(services),
    ...inviteHandlers(services, desktop),
    ...aliasHandlers(services),
    ...modelHandlers(services),
    ...agentTokenHandlers(services),
    ...requestHandlers(services, desktop),
    ...recordingHandlers(services),
    ...overviewHandlers(services),
    ...settingsHandlers(services),
    ...originHandlers(services),
    ...backupHandlers(services, desktop),
    ...diagnosticsHandlers(services, desktop),
    ...desktopHandlers(desktop, services.providers),
  };
}
