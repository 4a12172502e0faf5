import { agents } from './agents';
import { aliases } from './aliases';
import { backup } from './backup';
import { common } from './common';
import { connect } from './connect';
import { connectPage } from './connect-page';
import { explainError } from './error-words';
import { invites } from './invites';
import { keyImport } from './key-import';
import { keys } from './keys';
import { attention, guide, overview } from './overview';
import { palette, shortcuts } from './palette';
import { providers } from './providers';
import { recordings } from './recordings';
import { requests } from './requests';
import { anonymous, origins, privatePrompts, settings } from './settings';
import {
  desktopSettings,
  diagnostics,
  portSettings,
  requestSettings,
  settingSections,
} from './settings-sections';
import { vault } from './vault';
import { vaultSettings } from './vault-settings';

/** English: the reference. Every other language has the same shape, which the type check sees to. */
export const english = {
  ...common,
  explainError,
  overview,
  attention,
  guide,
  vault,
  vaultSettings,
  keys,
  keyImport,
  connect,
  connectPage,
  agents,
  aliases,
  providers,
  settings,
  invites,
  origins,
  backup,
  anonymous,
  privatePrompts,
  settingSections,
  portSettings,
  desktopSettings,
  requestSettings,
  diagnostics,
  requests,
  recordings,
  palette,
  shortcuts,
};
