import { useMemo } from 'react';
import { toast } from 'sonner';
import { type AppServices, useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { writeBaseUrl } from '../../lib/snippets';
import { spotlight } from '../../lib/spotlight';
import { switchProvider } from '../../lib/switch-provider';
import type { PageName } from '../navigation';
import type { PaletteActions } from './build-commands';

export interface PaletteTargets {
  readonly goTo: (page: PageName) => void;
  readonly addKey: () => void;
  readonly newToken: () => void;
  readonly openRequest: (id: string) => void;
  readonly showShortcuts: () => void;
}

/** What the palette's lines do; what they change says so in a toast, as nothing else on the screen may. */
export function usePaletteActions(targets: PaletteTargets): PaletteActions {
  const app = useApp();
  // Once per opening is enough: the targets only set state of the app.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the targets are new at every drawing, and always do the same
  return useMemo(() => createActions(app, targets), [app]);
}

function createActions(app: AppServices, targets: PaletteTargets): PaletteActions {
  const { replica, theme } = app;
  return {
    ...targets,
    show(page, item) {
      targets.goTo(page);
      spotlight(item);
    },
    setPaused: (isPaused) => void setPaused(app, isPaused),
    lockVault: () => void lockVault(app),
    copyAddress() {
      const url = replica.status.store.getState().value?.gateway.url ?? '';
      void copy(app, writeBaseUrl(url), messages.things.address);
    },
    copyModel: (name) => void copy(app, name, messages.palette.modelThing),
    switchProvider: (provider) => void toggle(app, provider),
    chooseTheme: (chosen) => void theme.choose(chosen),
  };
}

async function setPaused({ bridge, replica }: AppServices, isPaused: boolean): Promise<void> {
  const result = await settle(isPaused ? bridge.gateway.pause() : bridge.gateway.resume());
  if (!result.ok) {
    toast.error(result.error.message);
    return;
  }
  replica.status.put(result.value);
  toast(messages.mood.explained[isPaused ? 'paused' : 'running']);
}

async function lockVault({ bridge, replica }: AppServices): Promise<void> {
  const result = await settle(bridge.vault.lock());
  if (!result.ok) {
    toast.error(result.error.message);
    return;
  }
  replica.status.put(result.value);
  toast(messages.mood.explained.locked);
}

async function copy({ bridge }: AppServices, text: string, what: string): Promise<void> {
  const result = await settle(bridge.clipboard.write(text));
  if (result.ok) toast(messages.copied(what));
  else toast.error(result.error.message);
}

async function toggle(app: AppServices, provider: Parameters<PaletteActions['switchProvider']>[0]) {
  const error = await switchProvider(app, provider, !provider.enabled);
  if (error !== null) toast.error(error.message);
  else if (!provider.enabled) toast(messages.palette.switchedOn(provider.name));
}
