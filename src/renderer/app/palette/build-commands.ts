import type { AgentToken } from '../../../shared/domain/agent-token';
import type { Alias } from '../../../shared/domain/alias';
import type { ProviderKey } from '../../../shared/domain/key';
import type { ProviderSummary } from '../../../shared/domain/provider';
import type { RequestSummary } from '../../../shared/domain/request';
import type { GatewayState, VaultState } from '../../../shared/domain/status';
import type { Theme } from '../../../shared/ipc/contract';
import { messages } from '../../lib/messages';
import type { Item } from '../../lib/spotlight';
import { PAGES, type PageName } from '../navigation';
import type { Command } from './command';

const words = messages.palette;
const THEMES: readonly Theme[] = ['light', 'dark', 'system'];
/** Ids of requests are `req_` and a ULID; a pasted one is opened even when it is not among the rows at hand. */
const REQUEST_ID = /^req_[0-9a-z]{10,60}$/i;

/** What the window knows and can do, as far as the palette is concerned. */
export interface PaletteState {
  readonly query: string;
  readonly gateway: GatewayState | null;
  /** Where a passphrase guards it: what the keychain guards would be open again at once. */
  readonly vault: VaultState | null;
  readonly modifier: string;
  readonly providers: readonly ProviderSummary[];
  readonly aliases: readonly Alias[];
  readonly keys: readonly ProviderKey[];
  readonly tokens: readonly AgentToken[];
  readonly requests: readonly RequestSummary[];
}

export interface PaletteActions {
  readonly goTo: (page: PageName) => void;
  /** Goes to the page and shows which row was meant. */
  readonly show: (page: PageName, item: Item) => void;
  readonly addKey: () => void;
  readonly newToken: () => void;
  readonly setPaused: (isPaused: boolean) => void;
  readonly lockVault: () => void;
  readonly copyAddress: () => void;
  readonly copyModel: (name: string) => void;
  readonly switchProvider: (provider: ProviderSummary) => void;
  readonly openRequest: (id: string) => void;
  readonly chooseTheme: (theme: Theme) => void;
  readonly showShortcuts: () => void;
}

export function buildCommands(state: PaletteState, actions: PaletteActions): readonly Command[] {
  return [
    ...requestById(state, actions),
    ...actionCommands(state, actions),
    ...PAGES.map((page, index) => ({
      id: `page/${page}`,
      group: 'pages' as const,
      label: messages.nav[page],
      ...(page === 'connect' && { keywords: words.synonyms.connect }),
      shortcut: [state.modifier, String(index + 1)],
      run: () => actions.goTo(page),
    })),
    ...providerCommands(state, actions),
    ...aliasCommands(state, actions),
    ...modelCommands(state, actions),
    ...keyCommands(state, actions),
    ...tokenCommands(state, actions),
    ...requestCommands(state, actions),
  ];
}

function requestById({ query }: PaletteState, { openRequest }: PaletteActions): readonly Command[] {
  const id = query.trim();
  if (!REQUEST_ID.test(id)) return [];
  const run = () => openRequest(id);
  return [{ id: `open/${id}`, group: 'requests', label: words.openRequest(id), run }];
}

function actionCommands(state: PaletteState, actions: PaletteActions): readonly Command[] {
  const { synonyms } = words;
  const command = (id: keyof typeof synonyms, label: string, run: () => void): Command => ({
    id: `do/${id}`,
    group: 'actions',
    label,
    keywords: synonyms[id],
    run,
  });
  return [
    command('addKey', words.addKey, actions.addKey),
    command('newToken', words.newToken, actions.newToken),
    command('copyAddress', words.copyAddress, actions.copyAddress),
    ...pauseCommand(state, actions, command),
    ...vaultCommand(state, actions, command),
    ...THEMES.map((theme) => ({
      ...command('theme', words.theme[theme], () => actions.chooseTheme(theme)),
      id: `theme/${theme}`,
      group: 'appearance' as const,
    })),
    { ...command('shortcuts', words.shortcuts, actions.showShortcuts), shortcut: ['?'] },
  ];
}

function pauseCommand(
  { gateway }: PaletteState,
  { setPaused }: PaletteActions,
  command: (id: 'pause' | 'resume', label: string, run: () => void) => Command,
): readonly Command[] {
  if (gateway === 'paused') return [command('resume', words.resume, () => setPaused(false))];
  if (gateway !== 'running') return [];
  return [{ ...command('pause', words.pause, () => setPaused(true)), detail: words.pauseDetail }];
}

function vaultCommand(
  { vault }: PaletteState,
  { lockVault, show }: PaletteActions,
  command: (id: 'lockVault' | 'unlockVault', label: string, run: () => void) => Command,
): readonly Command[] {
  if (vault === 'unlocked') return [command('lockVault', words.lockVault, lockVault)];
  const run = () => show('settings', { kind: 'section', id: 'vault' });
  return vault === 'locked' ? [command('unlockVault', words.unlockVault, run)] : [];
}

function providerCommands({ providers }: PaletteState, actions: PaletteActions): readonly Command[] {
  return providers.flatMap((provider): readonly Command[] => {
    const { id, name, enabled, refused } = provider;
    const show: Command = {
      id: `provider/${id}`,
      group: 'providers',
      label: name,
      detail: messages.nav.providers,
      keywords: id,
      run: () => actions.show('providers', { kind: 'provider', id }),
    };
    if (refused !== null) return [show];
    const label = enabled ? words.switchOff(name) : words.switchOn(name);
    const keywords = `${id} ${words.synonyms.provider}`;
    const run = () => actions.switchProvider(provider);
    return [show, { id: `switch/${id}`, group: 'providers', label, keywords, run }];
  });
}

function aliasCommands({ aliases }: PaletteState, { show }: PaletteActions): readonly Command[] {
  return aliases.map(({ id, description }) => ({
    id: `alias/${id}`,
    group: 'aliases',
    label: id,
    detail: description,
    keywords: description,
    run: () => show('aliases', { kind: 'alias', id }),
  }));
}

/** The models that some alias can send to, by the name a tool would ask for. */
function modelCommands({ aliases }: PaletteState, { copyModel }: PaletteActions): readonly Command[] {
  const names = new Set(
    aliases.flatMap(({ slots }) => slots.map((slot) => `${slot.provider}/${slot.model}`)),
  );
  return [...names].map((name) => ({
    id: `model/${name}`,
    group: 'models',
    label: name,
    detail: words.copyModel,
    run: () => copyModel(name),
  }));
}

function keyCommands({ keys, providers }: PaletteState, { show }: PaletteActions): readonly Command[] {
  const names = new Map(providers.map(({ id, name }) => [id, name]));
  return keys.map(({ id, key_label: label, provider_name: provider, masked, account }) => ({
    id: `key/${id}`,
    group: 'keys',
    label: `${names.get(provider) ?? provider} · ${label}`,
    detail: masked,
    keywords: `${provider} ${account} ${masked}`,
    run: () => show('keys', { kind: 'key', id }),
  }));
}

function tokenCommands({ tokens }: PaletteState, { show }: PaletteActions): readonly Command[] {
  return tokens.map(({ id, name, masked }) => ({
    id: `token/${id}`,
    group: 'tokens',
    label: name,
    detail: masked,
    keywords: masked,
    run: () => show('agents', { kind: 'token', id }),
  }));
}

function requestCommands({ requests }: PaletteState, { openRequest }: PaletteActions): readonly Command[] {
  return requests.map(({ id, requested, provider, model, token }) => ({
    id: `request/${id}`,
    group: 'requests',
    label: model === null ? requested : `${requested} → ${model}`,
    detail: id,
    keywords: [id, provider, token].join(' '),
    run: () => openRequest(id),
  }));
}
