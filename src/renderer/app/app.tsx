import { Tooltip } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Toaster } from 'sonner';
import { useStore } from 'zustand';
import { AgentsPage } from '../features/agents/agents-page';
import { TokenDialog } from '../features/agents/token-dialog';
import { AliasesPage } from '../features/aliases/aliases-page';
import { AddKeyDialog } from '../features/keys/add-key-dialog';
import { KeysPage } from '../features/keys/keys-page';
import { OverviewPage } from '../features/overview/overview-page';
import { ProvidersPage } from '../features/providers/providers-page';
import { RequestsPage } from '../features/requests/requests-page';
import { SettingsPage } from '../features/settings/settings-page';
import { useApp } from '../lib/app-context';
import { Header } from './header';
import { type PageName, useNavigation } from './navigation';
import { Notices } from './notices';
import { Sidebar } from './sidebar';

/** What the add-key dialog starts with: a provider that was chosen, or a secret that was pasted elsewhere. */
interface KeyDraft {
  readonly providerId?: string;
  readonly secret?: string;
}

/** The only place where features meet: pages of one open dialogs of another through callbacks. */
export function App() {
  const { theme } = useApp();
  const shown = useStore(theme.store, (state) => state.shown);
  const { page, goTo } = useNavigation();
  const [keyDraft, setKeyDraft] = useState<KeyDraft | null>(null);
  const [isAddingToken, setAddingToken] = useState(false);
  const [openRequest, setOpenRequest] = useState<string | null>(null);

  const addKey = (draft: KeyDraft = {}) => setKeyDraft(draft);
  const showRequest = (id: string) => {
    setOpenRequest(id);
    goTo('requests');
  };

  const pages: Readonly<Record<PageName, () => ReactNode>> = {
    overview: () => (
      <OverviewPage
        onPasteKey={(secret) => addKey({ secret })}
        onAddKey={() => addKey()}
        onOpenRequest={showRequest}
        onOpenLog={() => goTo('requests')}
        onOpenProviders={() => goTo('providers')}
      />
    ),
    requests: () => <RequestsPage openId={openRequest} onOpen={setOpenRequest} />,
    keys: () => <KeysPage onAddKey={() => addKey()} />,
    agents: () => <AgentsPage onCreate={() => setAddingToken(true)} />,
    aliases: () => <AliasesPage onAddKey={(providerId) => addKey({ providerId })} />,
    providers: () => <ProvidersPage onAddKey={(providerId) => addKey({ providerId })} />,
    settings: () => <SettingsPage />,
  };

  return (
    <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
      <div className="flex h-full">
        <Sidebar page={page} onGo={goTo} />
        <div className="flex min-w-0 grow flex-col">
          <Header />
          <Notices />
          <div className="min-h-0 grow">{pages[page]()}</div>
        </div>
      </div>
      <AddKeyDialog draft={keyDraft} onClose={() => setKeyDraft(null)} />
      <TokenDialog target={isAddingToken ? 'new' : null} onClose={() => setAddingToken(false)} />
      <Toaster
        theme={shown}
        position="bottom-right"
        gap={8}
        toastOptions={{ unstyled: true, classNames: TOAST_CLASSES }}
      />
    </Tooltip.Provider>
  );
}

const TOAST_CLASSES = {
  toast:
    'flex w-[356px] items-center gap-2 rounded-md border border-line bg-raised px-3 py-2 text-body text-text shadow-float',
  content: 'grow',
  actionButton: 'shrink-0 rounded-sm px-1.5 whitespace-nowrap font-medium text-accent-text hover:bg-hover',
  error: 'text-bad-text',
};
