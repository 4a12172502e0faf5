import { Dialog, DialogBody } from '../../../components/dialog';
import { VaultForm } from '../../../components/vault-form';
import { useApp, useResource } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { nameProvider } from '../../../lib/provider-name';
import { InviteForm } from './invite-form';
import { InviteShare } from './invite-share';

const words = messages.invites;

interface InviteDialogProps {
  /** `new` shows the form, an id that invite; `null` keeps the dialog closed. */
  readonly target: string | null;
  readonly onShow: (id: string) => void;
  readonly onClose: () => void;
}

/** Makes an invite, then shows how to hand it over. */
export function InviteDialog({ target, onShow, onClose }: InviteDialogProps) {
  const { replica } = useApp();
  const invites = useResource(replica.invites).value ?? [];
  const providers = useResource(replica.providers).value ?? [];
  const vault = useResource(replica.status).value?.vault.state ?? 'unlocked';
  const invite = invites.find(({ id, state }) => id === target && state === 'open');
  if (invite) {
    const title = words.shareTitle(nameProvider(providers, invite.provider_name));
    return (
      <Dialog open onClose={onClose} title={title} description={words.shareLead}>
        <InviteShare invite={invite} onDone={onClose} />
      </Dialog>
    );
  }
  const isOpenVault = vault === 'unlocked';
  return (
    <Dialog
      open={target === 'new'}
      onClose={onClose}
      title={words.inviteTitle}
      description={isOpenVault ? words.inviteLead : words.vaultFirst}
    >
      {isOpenVault ? (
        <InviteForm onCreated={(created) => onShow(created.id)} onCancel={onClose} />
      ) : (
        <DialogBody>
          <VaultForm isFirst={vault === 'unavailable'} onUnlocked={() => undefined} />
        </DialogBody>
      )}
    </Dialog>
  );
}
