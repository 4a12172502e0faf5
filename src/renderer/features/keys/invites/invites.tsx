import { InviteDialog } from './invite-dialog';
import { InviteList } from './invite-list';

interface InvitesProps {
  /** The invite whose dialog is open, `new` for the form; `null`: none. */
  readonly target: string | null;
  readonly onTarget: (target: string | null) => void;
  readonly onAddReply: () => void;
}

/** Invites as the keys page shows them: the list, and the dialog that makes and shows one. */
export function Invites({ target, onTarget, onAddReply }: InvitesProps) {
  return (
    <>
      <InviteList onShow={onTarget} onAddReply={onAddReply} />
      <InviteDialog target={target} onShow={onTarget} onClose={() => onTarget(null)} />
    </>
  );
}
