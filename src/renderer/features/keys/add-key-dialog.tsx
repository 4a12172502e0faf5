import { Dialog, DialogBody } from '../../components/dialog';
import { VaultForm } from '../../components/vault-form';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { AddKeyForm } from './add-key-form';
import type { KeyDraft } from './use-add-key';

interface AddKeyDialogProps {
  /** What to start with; `null` keeps the dialog closed. */
  readonly draft: KeyDraft | null;
  readonly onClose: () => void;
  /** More than one key was pasted. */
  readonly onSeveral: (text: string) => void;
}

const words = messages.keys;

/** Adds a key. Where there is no open vault to put it into, that comes first. */
export function AddKeyDialog({ draft, onClose, onSeveral }: AddKeyDialogProps) {
  const { replica } = useApp();
  const vault = useResource(replica.status).value?.vault.state ?? 'unlocked';
  const titles = {
    unlocked: words.addTitle,
    locked: messages.vault.unlockTitle,
    unavailable: messages.vault.chooseTitle,
  } as const;
  return (
    <Dialog
      open={draft !== null}
      onClose={onClose}
      title={titles[vault]}
      description={vault === 'unlocked' ? words.addLead : words.vaultFirst}
    >
      {vault === 'unlocked' ? (
        <AddKeyForm initial={draft ?? {}} onDone={onClose} onSeveral={onSeveral} />
      ) : (
        <DialogBody>
          <VaultForm isFirst={vault === 'unavailable'} onUnlocked={() => undefined} />
        </DialogBody>
      )}
    </Dialog>
  );
}
