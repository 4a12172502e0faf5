import { Monitor, Moon, Sun } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import type { Status } from '../../../shared/domain/status';
import type { Theme } from '../../../shared/ipc/contract';
import { Button } from '../../components/button';
import { CopyIcon } from '../../components/copy-button';
import { Dialog, DialogBody } from '../../components/dialog';
import { Mark } from '../../components/marks';
import { LoadedView, Page } from '../../components/page';
import { Segmented } from '../../components/segmented';
import { VaultForm } from '../../components/vault-form';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { writeBaseUrl } from '../../lib/snippets';
import { NetworkSettings } from './network-settings';
import { Setting } from './setting';
import { SourcesSettings } from './sources-settings';

const words = messages.settings;

export function SettingsPage() {
  const { replica } = useApp();
  const loaded = useResource(replica.status);
  const settings = useResource(replica.settings);
  return (
    <Page title={messages.nav.settings}>
      <div className="card max-w-[720px] divide-y divide-line">
        <Setting title={words.theme} lead={words.themeLead}>
          <ThemeChoice />
        </Setting>
      </div>
      <LoadedView loaded={settings} onRetry={() => void replica.settings.refresh()}>
        {(value) => (
          <>
            <SourcesSettings />
            <NetworkSettings settings={value} />
          </>
        )}
      </LoadedView>
      <LoadedView loaded={loaded} onRetry={() => void replica.status.refresh()}>
        {(status) => (
          <div className="card max-w-[720px] divide-y divide-line">
            <VaultSetting status={status} />
            <Setting title={words.address} lead={words.addressLead}>
              <span className="flex items-center gap-0.5">
                <code className="mono">{writeBaseUrl(status.gateway.url)}</code>
                <CopyIcon text={writeBaseUrl(status.gateway.url)} what={messages.things.address} />
              </span>
            </Setting>
            <Setting title={words.version}>
              <span className="selectable text-muted tabular-nums">{status.version}</span>
            </Setting>
          </div>
        )}
      </LoadedView>
    </Page>
  );
}

function ThemeChoice() {
  const { theme } = useApp();
  const chosen = useStore(theme.store, (state) => state.chosen);
  return (
    <Segmented<Theme>
      label={words.theme}
      value={chosen}
      onChange={(next) => void theme.choose(next)}
      options={[
        { value: 'system', label: <ThemeLabel icon={<Monitor aria-hidden />} text={words.themes.system} /> },
        { value: 'light', label: <ThemeLabel icon={<Sun aria-hidden />} text={words.themes.light} /> },
        { value: 'dark', label: <ThemeLabel icon={<Moon aria-hidden />} text={words.themes.dark} /> },
      ]}
    />
  );
}

function ThemeLabel(props: { readonly icon: ReactNode; readonly text: string }) {
  return (
    <>
      {props.icon}
      {props.text}
    </>
  );
}

function VaultSetting({ status }: { readonly status: Status }) {
  const [isOpen, setOpen] = useState(false);
  const { state, protection } = status.vault;
  const isFirst = state === 'unavailable';
  const title = (
    <span className="flex items-center gap-2">
      {words.vault}
      <span className="flex items-center gap-1.5 text-table font-normal text-muted">
        <Mark tone={state === 'unlocked' ? 'ok' : 'warn'} />
        {messages.vault.states[state]}
      </span>
    </span>
  );
  return (
    <Setting
      title={title}
      lead={isFirst ? messages.vault.unavailable : messages.vault.protections[protection]}
    >
      {state !== 'unlocked' && (
        <Button variant="primary" onClick={() => setOpen(true)}>
          {isFirst ? messages.vault.choose : messages.vault.unlock}
        </Button>
      )}
      <Dialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={isFirst ? messages.vault.chooseTitle : messages.vault.unlockTitle}
      >
        <DialogBody>
          <VaultForm isFirst={isFirst} onUnlocked={() => setOpen(false)} />
        </DialogBody>
      </Dialog>
    </Setting>
  );
}
