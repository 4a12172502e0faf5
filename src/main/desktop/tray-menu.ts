import type { MenuItemConstructorOptions } from 'electron';
import type { ProviderKey } from '../../shared/domain/key';
import type { ProviderSummary } from '../../shared/domain/provider';
import type { Status } from '../../shared/domain/status';
import { describeProvider, describeStatus, escapeLabel, isConfigured } from './tray-words';

export interface TrayState {
  readonly status: Status;
  readonly providers: readonly ProviderSummary[];
  readonly keys: readonly ProviderKey[];
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface TrayActions {
  readonly copyAddress: () => void;
  readonly openWindow: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly setProviderEnabled: (id: string, enabled: boolean) => void;
  readonly quit: () => void;
}

/** Which of the four glyphs tells the truth at a glance (look.md, "Tray"). */
export type TrayGlyph = 'working' | 'idle' | 'attention' | 'paused';

/** The tray's menu. Items carry stable ids, so that they are found whatever their words. */
export function buildTrayMenu(state: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  const { status } = state;
  return [
    { id: 'state', label: escapeLabel(describeStatus(status, state.providers)), enabled: false },
    ...buildAddress(status, actions),
    { type: 'separator' },
    ...buildProviders(state, actions),
    { id: 'open', label: 'Open SpiderGate', click: actions.openWindow },
    ...buildPauseSwitch(status, actions),
    { type: 'separator' },
    { id: 'quit', label: 'Quit', click: actions.quit },
  ];
}

export function chooseGlyph({ status, providers }: TrayState): TrayGlyph {
  const { gateway, vault, counts } = status;
  if (gateway.state === 'failed') return 'attention';
  if (gateway.state === 'paused') return 'paused';
  const lockedOut = vault.state === 'locked' && counts.keys > 0;
  const serving = providers.filter((provider) => provider.enabled && isConfigured(provider));
  if (lockedOut || serving.some(({ health }) => health === 'unhealthy')) return 'attention';
  return serving.length === 0 ? 'idle' : 'working';
}

/** What is copied is the address a tool is given, i.e. with `/v1`. */
export function toolAddress(status: Status): string {
  return `${status.gateway.url}/v1`;
}

function buildAddress(status: Status, { copyAddress }: TrayActions): MenuItemConstructorOptions[] {
  const vault: MenuItemConstructorOptions[] =
    status.vault.state === 'locked'
      ? [{ id: 'vault', label: 'Vault is locked: keys cannot be used', enabled: false }]
      : [];
  if (status.gateway.state === 'failed') return vault;
  const host = status.gateway.url.replace(/^https?:\/\//, '');
  return [...vault, { id: 'copy-address', label: `${host} · Copy address`, click: copyAddress }];
}

function buildProviders(
  { providers, keys, now }: TrayState,
  { setProviderEnabled }: TrayActions,
): MenuItemConstructorOptions[] {
  const shown = providers.filter(hasSwitch);
  if (shown.length === 0) return [];
  const submenu = shown.map(
    (provider): MenuItemConstructorOptions => ({
      id: `provider:${provider.id}`,
      type: 'checkbox',
      label: escapeLabel(`${provider.name} · ${describeProvider(provider, keys, now)}`),
      checked: provider.enabled,
      click: (item) => setProviderEnabled(provider.id, item.checked),
    }),
  );
  return [{ id: 'providers', label: 'Providers', submenu }, { type: 'separator' }];
}

function buildPauseSwitch(status: Status, { pause, resume }: TrayActions): MenuItemConstructorOptions[] {
  switch (status.gateway.state) {
    case 'running':
      return [{ id: 'pause', label: 'Pause', click: pause }];
    case 'paused':
      return [{ id: 'resume', label: 'Resume', click: resume }];
    case 'failed':
      return [];
  }
}

/** One that is switched off stays in the menu, or it could not be switched on again. The demo steps back by itself. */
function hasSwitch({ kind, configured, enabled, key_count, custom }: ProviderSummary): boolean {
  if (kind === 'builtin') return false;
  return configured || (!enabled && (key_count > 0 || custom || kind === 'local'));
}
