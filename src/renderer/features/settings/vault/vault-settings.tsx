import { useState } from 'react';
import { toast } from 'sonner';
import type { Settings } from '../../../../shared/domain/settings';
import type { VaultStatus } from '../../../../shared/domain/status';
import { Button } from '../../../components/button';
import { Dialog, DialogBody } from '../../../components/dialog';
import { Mark } from '../../../components/marks';
import { ErrorNote } from '../../../components/notes';
import { Select } from '../../../components/select';
import { Switch } from '../../../components/switch';
import { VaultForm } from '../../../components/vault-form';
import { useApp } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { settle } from '../../../lib/settle';
import { useSettings } from '../../../lib/use-settings';
import { Setting } from '../setting';
import { PassphraseDialog } from './passphrase-dialog';
import { RekeySetting } from './rekey-setting';

const words = messages.vaultSettings;

interface VaultSettingsProps {
  readonly vault: VaultStatus;
  readonly settings: Settings;
}

/** How the vault is guarded, and when it locks. */
export function VaultSettings({ vault, settings }: VaultSettingsProps) {
  return (
    <section className="card max-w-[720px] divide-y divide-line" aria-label={words.title}>
      <VaultState vault={vault} />
      {vault.state !== 'unavailable' && (
        <>
          <AutoLock settings={settings} />
          {vault.protection === 'passphrase' && <ChangePassphrase />}
          <MoveProtection vault={vault} />
          <RekeySetting vault={vault} />
        </>
      )}
    </section>
  );
}

function VaultState({ vault }: { readonly vault: VaultStatus }) {
  const { bridge, replica } = useApp();
  const [isOpen, setOpen] = useState(false);
  const { state, protection } = vault;
  const isFirst = state === 'unavailable';

  async function lock(): Promise<void> {
    const answer = await settle(bridge.vault.lock());
    if (answer.ok) replica.status.put(answer.value);
    else toast.error(answer.error.message);
  }

  return (
    <Setting
      title={
        <span className="flex items-center gap-2">
          <Mark tone={state === 'unlocked' ? 'ok' : 'warn'} />
          {messages.vault.states[state]}
        </span>
      }
      lead={isFirst ? messages.vault.unavailable : messages.vault.protections[protection]}
    >
      {state === 'unlocked' ? (
        <Button onClick={() => void lock()}>{words.lock}</Button>
      ) : (
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

const NEVER = 'never';
const MINUTES = [5, 15, 30, 60, 240, 480] as const;

function AutoLock({ settings }: { readonly settings: Settings }) {
  const { failure, update } = useSettings();
  const chosen = settings.vault_auto_lock_minutes;
  // One that a script has set is shown too.
  const minutes = [...new Set(chosen === null ? MINUTES : [...MINUTES, chosen])].sort((a, b) => a - b);
  const options = [
    { value: NEVER, label: words.autoLock.never },
    ...minutes.map((each) => ({ value: String(each), label: words.autoLock.after(each) })),
  ];
  return (
    <>
      <Setting title={words.autoLock.title} lead={words.autoLock.lead} note={<ErrorNote error={failure} />}>
        <div className="w-40">
          <Select
            label={words.autoLock.title}
            value={chosen === null ? NEVER : String(chosen)}
            onChange={(value) =>
              void update({ vault_auto_lock_minutes: value === NEVER ? null : Number(value) })
            }
            options={options}
          />
        </div>
      </Setting>
      <Setting title={words.autoLock.withSystem} lead={words.autoLock.withSystemLead}>
        <Switch
          label={words.autoLock.withSystem}
          checked={settings.vault_lock_with_system}
          onChange={(isOn) => void update({ vault_lock_with_system: isOn })}
        />
      </Setting>
    </>
  );
}

function ChangePassphrase() {
  const { bridge } = useApp();
  const [isOpen, setOpen] = useState(false);
  const { title, lead, action, dialog, done } = words.change;
  return (
    <Setting title={title} lead={lead}>
      <Button onClick={() => setOpen(true)}>{action}</Button>
      <PassphraseDialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={dialog}
        lead={lead}
        action={action}
        done={done}
        asksCurrent
        asksNew
        send={({ current, next }) =>
          bridge.vault.changePassphrase({ current_passphrase: current, new_passphrase: next })
        }
      />
    </Setting>
  );
}

function MoveProtection({ vault }: { readonly vault: VaultStatus }) {
  const { bridge } = useApp();
  const [isOpen, setOpen] = useState(false);
  const isToKeychain = vault.protection === 'passphrase';
  const { title, lead, action, dialog, done } = isToKeychain ? words.toKeychain : words.toPassphrase;
  if (isToKeychain && !vault.keychain_available) return null;
  return (
    <Setting title={title} lead={lead}>
      <Button onClick={() => setOpen(true)}>{action}</Button>
      <PassphraseDialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={dialog}
        lead={lead}
        action={action}
        done={done}
        asksCurrent={isToKeychain}
        asksNew={!isToKeychain}
        send={({ current, next }) =>
          isToKeychain
            ? bridge.vault.setProtection({ protection: 'os_keychain', passphrase: current })
            : bridge.vault.setProtection({ protection: 'passphrase', passphrase: next })
        }
      />
    </Setting>
  );
}
