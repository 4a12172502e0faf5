import type { MenuItemConstructorOptions } from 'electron';
import type { AgentToken } from '../../shared/domain/agent-token';
import type { AttentionItem } from '../../shared/domain/attention';
import type { ProviderKey } from '../../shared/domain/key';
import type { ProviderSummary } from '../../shared/domain/provider';
import type { RecordingState } from '../../shared/domain/recording';
import type { Status } from '../../shared/domain/status';
import {
  chooseMark,
  describeAgent,
  describeProvider,
  describeRecording,
  describeStatus,
  escapeLabel,
  formatTime,
  isConfigured,
} from './tray-words';
import { describeTrouble } from './trouble-words';

const MOST_TROUBLES = 4;
const MOST_AGENTS = 12;

export interface TrayState {
  readonly status: Status;
  readonly providers: readonly ProviderSummary[];
  readonly keys: readonly ProviderKey[];
  readonly agentTokens: readonly AgentToken[];
  readonly attention: readonly AttentionItem[];
  readonly recording?: RecordingState;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface TrayActions {
  readonly copyAddress: () => void;
  readonly openWindow: () => void;
  /** As in the address of the window. */
  readonly openPage: (page: string) => void;
  /** `null`: until somebody resumes. */
  readonly pause: (minutes: number | null) => void;
  readonly resume: () => void;
  readonly setProviderEnabled: (id: string, enabled: boolean) => void;
  readonly lockVault: () => void;
  readonly quit: () => void;
}

/** Which of the four glyphs tells the truth at a glance (look.md, "Tray"): `idle` is all well and nothing to do. */
export type TrayGlyph = 'working' | 'idle' | 'attention' | 'paused';

/** The tray's menu, as drawn in look.md. Items carry stable ids, so that they are found whatever their words. */
export function buildTrayMenu(state: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  const { status, now } = state;
  const sections = [
    [
      { id: 'state', label: escapeLabel(describeStatus(status, state.providers, now)), enabled: false },
      ...buildAddress(status, actions),
      ...buildRecording(state, actions),
    ],
    [...buildProviders(state, actions), ...buildAgents(state, actions)],
    buildTroubles(state, actions),
    buildPause(status, actions, now),
    [
      { id: 'new-token', label: 'New token…', click: () => actions.openPage('agents/new') },
      ...buildVault(status, actions),
      { id: 'open', label: 'Open SpiderGate', click: actions.openWindow },
      { id: 'settings', label: 'Settings', click: () => actions.openPage('settings') },
      { id: 'quit', label: 'Quit', click: actions.quit },
    ],
  ];
  return sections
    .filter((section) => section.length > 0)
    .flatMap((section, index): MenuItemConstructorOptions[] =>
      index === 0 ? section : [{ type: 'separator' }, ...section],
    );
}

export function chooseGlyph({ status, providers, attention }: TrayState): TrayGlyph {
  const { gateway, vault, counts } = status;
  if (gateway.state === 'failed') return 'attention';
  if (gateway.state === 'paused') return 'paused';
  const lockedOut = vault.state === 'locked' && counts.keys > 0;
  const serving = providers.filter((provider) => provider.enabled && isConfigured(provider));
  const isFailing = serving.some(({ health }) => health === 'unhealthy');
  if (lockedOut || isFailing || attention.some(({ severity }) => severity === 'bad')) return 'attention';
  return counts.requests_running > 0 ? 'working' : 'idle';
}

/** What is copied is the address a tool is given, i.e. with `/v1`. */
export function toolAddress(status: Status): string {
  return `${status.gateway.url}/v1`;
}

function buildAddress(status: Status, { copyAddress }: TrayActions): MenuItemConstructorOptions[] {
  if (status.gateway.state === 'failed') return [];
  const host = status.gateway.url.replace(/^https?:\/\//, '');
  return [{ id: 'copy-address', label: `${host} · Copy address`, click: copyAddress }];
}

/** Whoever looks here must see that prompts are kept. */
function buildRecording({ recording }: TrayState, { openPage }: TrayActions): MenuItemConstructorOptions[] {
  const label = recording && describeRecording(recording);
  return label ? [{ id: 'recording', label, click: () => openPage('requests') }] : [];
}

function buildProviders(
  { providers, keys, now }: TrayState,
  { setProviderEnabled }: TrayActions,
): MenuItemConstructorOptions[] {
  const shown = providers.filter(hasSwitch);
  if (shown.length === 0) return [];
  const submenu = shown.map((provider): MenuItemConstructorOptions => {
    const words = `${provider.name} · ${describeProvider(provider, keys, now)}`;
    return {
      id: `provider:${provider.id}`,
      type: 'checkbox',
      label: escapeLabel(`${chooseMark(provider, keys, now)} ${words}`),
      checked: provider.enabled,
      click: (item) => setProviderEnabled(provider.id, item.checked),
    };
  });
  return [{ id: 'providers', label: 'Providers', submenu }];
}

function buildAgents({ agentTokens }: TrayState, { openPage }: TrayActions): MenuItemConstructorOptions[] {
  if (agentTokens.length === 0) return [];
  // Those with a budget are what somebody looks here for.
  const ranked = agentTokens.toSorted((a, b) => Number(b.budget !== null) - Number(a.budget !== null));
  const submenu = ranked.slice(0, MOST_AGENTS).map(
    (token): MenuItemConstructorOptions => ({
      id: `agent:${token.id}`,
      label: escapeLabel(describeAgent(token)),
      click: () => openPage(`agents/${encodeURIComponent(token.id)}`),
    }),
  );
  const more = ranked.length - MOST_AGENTS;
  if (more > 0) submenu.push({ id: 'agents-more', label: `${more} more…`, click: () => openPage('agents') });
  return [{ id: 'agents', label: 'Agents', submenu }];
}

/** What failed lately, each with the page that mends it. */
function buildTroubles(
  { attention, providers, status, now }: TrayState,
  { openPage }: TrayActions,
): MenuItemConstructorOptions[] {
  const names = new Map(providers.map(({ id, name }) => [id, name]));
  // That the gateway is not running is the first line already.
  const troubles = attention.filter(
    ({ kind }) => status.gateway.state !== 'failed' || kind !== 'gateway_failed',
  );
  const items = troubles.slice(0, MOST_TROUBLES).map((item): MenuItemConstructorOptions => {
    const { title, page } = describeTrouble(item, { names, now });
    return { id: `trouble:${item.id}`, label: escapeLabel(`! ${title}`), click: () => openPage(page) };
  });
  const more = troubles.length - MOST_TROUBLES;
  if (more > 0)
    items.push({ id: 'troubles-more', label: `${more} more…`, click: () => openPage('overview') });
  return items;
}

function buildPause(
  { gateway }: Status,
  { pause, resume }: TrayActions,
  now: number,
): MenuItemConstructorOptions[] {
  if (gateway.state === 'failed') return [];
  if (gateway.state === 'paused') {
    const until = gateway.paused_until;
    const label =
      until === null ? 'Resume' : `Resume now (by itself at ${formatTime(Date.parse(until), now)})`;
    return [{ id: 'resume', label, click: resume }];
  }
  const choice = (id: string, label: string, minutes: number | null): MenuItemConstructorOptions => ({
    id,
    label,
    click: () => pause(minutes),
  });
  const submenu = [
    choice('pause-15', 'For 15 minutes', 15),
    choice('pause-60', 'For 1 hour', 60),
    choice('pause', 'Until I resume', null),
  ];
  return [{ id: 'pauses', label: 'Pause', submenu }];
}

/** Only where a passphrase opens it again: what the keychain guards would be open again at once. */
function buildVault({ vault }: Status, { lockVault, openPage }: TrayActions): MenuItemConstructorOptions[] {
  if (vault.protection !== 'passphrase') return [];
  if (vault.state === 'unlocked') return [{ id: 'lock', label: 'Lock vault', click: lockVault }];
  return [{ id: 'unlock', label: 'Unlock vault…', click: () => openPage('settings/vault') }];
}

/** One that is switched off stays in the menu, or it could not be switched on again. The demo steps back by itself. */
function hasSwitch({ kind, configured, enabled, key_count, custom }: ProviderSummary): boolean {
  if (kind === 'builtin') return false;
  return configured || (!enabled && (key_count > 0 || custom || kind === 'local'));
}
