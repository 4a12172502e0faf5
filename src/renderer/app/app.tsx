import { Tooltip } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Toaster } from 'sonner';
import { useStore } from 'zustand';
import { AgentsPage } from '../features/agents/agents-page';
import { TokenDialog } from '../features/agents/token-dialog';
import { AliasesPage } from '../features/aliases/aliases-page';
import { ConnectPage } from '../features/connect/connect-page';
import { AddKeyDialog } from '../features/keys/add-key-dialog';
import { holdsSeveralKeys } from '../features/keys/import/holds-several-keys';
import { ImportDialog } from '../features/keys/import/import-dialog';
import { useImport } from '../features/keys/import/use-import';
import { ReplyDialog } from '../features/keys/invites/reply-dialog';
import { useReplyLink } from '../features/keys/invites/use-reply-link';
import { KeysPage } from '../features/keys/keys-page';
import { OverviewPage } from '../features/overview/overview-page';
import { ProvidersPage } from '../features/providers/providers-page';
import { RequestsPage } from '../features/requests/requests-page';
import { SettingsPage } from '../features/settings/settings-page';
import { useApp } from '../lib/app-context';
import { DropVeil } from './drop-veil';
import { Header } from './header';
import { LimitDialogs, type LimitOwner } from './limit-dialogs';
import { type PageName, useNavigation } from './navigation';
import { Notices } from './notices';
import { CommandPalette } from './palette/command-palette';
import { ShortcutsDialog } from './palette/shortcuts-dialog';
import { usePaletteActions } from './palette/use-palette-actions';
import { useShortcuts } from './palette/use-shortcuts';
import { Sidebar } from './sidebar';
import { useDeepLinks } from './use-deep-links';
import { useEventToasts } from './use-event-toasts';
import { usePresence } from './use-presence';

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
  const [limitOwner, setLimitOwner] = useState<LimitOwner | null>(null);
  const [openRequest, setOpenRequest] = useState<string | null>(null);

  const [reply, setReply] = useState<string | null>(null);
  const keyImport = useImport({ onReply: setReply });

  useReplyLink(setReply);
  useEventToasts({ onReviewOrigins: () => goTo('settings') });
  usePresence();
  useDeepLinks({ newToken: () => setAddingToken(true) });

  const addKey = (draft: KeyDraft = {}) => setKeyDraft(draft);
  const showRequest = (id: string) => {
    setOpenRequest(id);
    goTo('requests');
  };

  const [floating, setFloating] = useState<'palette' | 'shortcuts' | null>(null);
  const openPalette = () => setFloating('palette');
  const showShortcuts = () => setFloating('shortcuts');
  useShortcuts({ goTo, openPalette, openShortcuts: showShortcuts });
  const paletteActions = usePaletteActions({
    goTo,
    addKey: () => addKey(),
    newToken: () => setAddingToken(true),
    openRequest: showRequest,
    showShortcuts,
  });

  const pages: Readonly<Record<PageName, () => ReactNode>> = {
    overview: () => (
      <OverviewPage
        onPasteKey={(text) => (holdsSeveralKeys(text) ? keyImport.open({ text }) : addKey({ secret: text }))}
        onAddKey={(providerId) => addKey(providerId === undefined ? {} : { providerId })}
        onOpenRequest={showRequest}
        onOpenLog={() => goTo('requests')}
        onOpenKeys={() => goTo('keys')}
        onOpenConnect={() => goTo('connect')}
        onChangeLimit={setLimitOwner}
        onOpen={({ page: wanted, item }) =>
          item === undefined ? goTo(wanted) : paletteActions.show(wanted, item)
        }
      />
    ),
    requests: () => (
      <RequestsPage openId={openRequest} onOpen={setOpenRequest} onConnect={() => goTo('connect')} />
    ),
    keys: () => (
      <KeysPage
        onAddKey={() => addKey()}
        onImport={() => keyImport.open('ask')}
        onAddReply={() => setReply('')}
      />
    ),
    agents: () => <AgentsPage onCreate={() => setAddingToken(true)} />,
    aliases: () => (
      <AliasesPage onAddKey={(providerId) => addKey({ providerId })} onOpenRequest={showRequest} />
    ),
    providers: () => <ProvidersPage onAddKey={(providerId) => addKey({ providerId })} />,
    connect: () => (
      <ConnectPage onCreateWithLimits={() => setAddingToken(true)} onOpenRequest={showRequest} />
    ),
    settings: () => <SettingsPage />,
  };

  return (
    <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
      <div className="flex h-full">
        <Sidebar page={page} onGo={goTo} />
        <div className="flex min-w-0 grow flex-col">
          <Header onOpenPalette={openPalette} />
          {/* The overview lists the same, each with what mends it. */}
          <Notices isListed={page === 'overview'} />
          <div className="min-h-0 grow">{pages[page]()}</div>
        </div>
      </div>
      <AddKeyDialog
        draft={keyDraft}
        onClose={() => setKeyDraft(null)}
        onSeveral={(text) => {
          setKeyDraft(null);
          keyImport.open({ text });
        }}
      />
      <ImportDialog source={keyImport.source} onClose={keyImport.close} />
      {keyImport.isOver && <DropVeil />}
      <ReplyDialog reply={reply} onClose={() => setReply(null)} />
      <LimitDialogs owner={limitOwner} onClose={() => setLimitOwner(null)} />
      <TokenDialog target={isAddingToken ? 'new' : null} onClose={() => setAddingToken(false)} />
      <CommandPalette
        open={floating === 'palette'}
        onClose={() => setFloating(null)}
        actions={paletteActions}
      />
      <ShortcutsDialog open={floating === 'shortcuts'} onClose={() => setFloating(null)} />
      <Toaster
        theme={shown}
        position="bottom-right"
        gap={8}
        style={{ fontFamily: 'inherit' }}
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
