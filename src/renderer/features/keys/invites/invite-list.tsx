import { Ban, ExternalLink } from 'lucide-react';
import { useState } from 'react';
import type { Invite, InviteState } from '../../../../shared/domain/invite';
import { Button } from '../../../components/button';
import { ConfirmedAction } from '../../../components/confirmed-action';
import { MarkedWord, type MarkTone } from '../../../components/marks';
import { MenuItem, MenuLine, RowMenu } from '../../../components/menu';
import { Monogram } from '../../../components/monogram';
import { RelativeTime } from '../../../components/times';
import { useApp, useNow, useResource } from '../../../lib/app-context';
import { formatRelative } from '../../../lib/format';
import { messages } from '../../../lib/messages';
import { nameProvider } from '../../../lib/provider-name';

const words = messages.invites;

const TONES: Readonly<Record<InviteState, MarkTone>> = {
  open: 'info',
  used: 'ok',
  withdrawn: 'off',
  revoked: 'off',
  expired: 'off',
};

interface InviteListProps {
  readonly onShow: (id: string) => void;
  readonly onAddReply: () => void;
}

/** The newest first; nothing while there was never one. */
export function InviteList({ onShow, onAddReply }: InviteListProps) {
  const { replica } = useApp();
  const invites = useResource(replica.invites).value ?? [];
  const [revoking, setRevoking] = useState<Invite | null>(null);
  if (invites.length === 0) return null;
  return (
    <section className="flex flex-col gap-2" aria-label={words.title}>
      <header className="flex items-end gap-4">
        <div className="grow">
          <h2 className="font-semibold">{words.title}</h2>
          <p className="text-muted">{words.lead}</p>
        </div>
        <Button onClick={onAddReply}>{words.addReply}</Button>
      </header>
      <div className="card overflow-hidden">
        <table className="w-full table-fixed text-table">
          <thead className="border-line border-b text-left text-label text-muted">
            <tr className="h-8 [&>th]:px-3 [&>th]:font-normal">
              <th>{words.columns.invite}</th>
              <th className="w-56">{words.columns.state}</th>
              <th className="w-32">{words.columns.created}</th>
              <th className="w-14">
                <span className="sr-only">{words.columns.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {invites.toReversed().map((invite) => (
              <InviteRow
                key={invite.id}
                invite={invite}
                onShow={() => onShow(invite.id)}
                onRevoke={() => setRevoking(invite)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <RevokeDialog target={revoking} onClose={() => setRevoking(null)} />
    </section>
  );
}

interface InviteRowProps {
  readonly invite: Invite;
  readonly onShow: () => void;
  readonly onRevoke: () => void;
}

function InviteRow({ invite, onShow, onRevoke }: InviteRowProps) {
  const { replica } = useApp();
  const now = useNow();
  const providers = useResource(replica.providers).value ?? [];
  const name = nameProvider(providers, invite.provider_name);
  const isOver = invite.state === 'open' && Date.parse(invite.expires_at) <= now;
  const state = isOver ? 'expired' : invite.state;
  return (
    <tr className="h-8 hover:bg-hover [&>td]:px-3" data-invite={invite.id}>
      <td>
        <span className="flex min-w-0 items-center gap-2">
          <Monogram id={invite.provider_name} name={name} />
          <span className="truncate">
            {name} <span className="text-muted">· {invite.label}</span>
          </span>
        </span>
      </td>
      <td>
        <span className="flex items-center gap-2">
          <MarkedWord tone={TONES[state]}>{words.state[state]}</MarkedWord>
          {state === 'open' && (
            <span className="truncate text-muted">{formatRelative(invite.expires_at, now)}</span>
          )}
        </span>
      </td>
      <td className="truncate text-muted">
        <RelativeTime at={invite.created_at} />
      </td>
      <td>
        {state === 'open' && (
          <span className="flex justify-end">
            <RowMenu label={words.actionsOf(invite.label)}>
              <MenuItem onSelect={onShow}>
                <ExternalLink aria-hidden />
                {words.show}
              </MenuItem>
              <MenuLine />
              <MenuItem isDangerous onSelect={onRevoke}>
                <Ban aria-hidden />
                {words.revoke}
              </MenuItem>
            </RowMenu>
          </span>
        )}
      </td>
    </tr>
  );
}

function RevokeDialog({ target, onClose }: { readonly target: Invite | null; readonly onClose: () => void }) {
  const { bridge, replica } = useApp();
  if (target === null) return null;
  return (
    <ConfirmedAction
      title={words.revokeTitle(target.label)}
      consequence={words.revokeConsequence}
      action={words.revoke}
      run={() => bridge.invites.revoke({ id: target.id })}
      onDone={() => {
        void replica.invites.refresh();
        onClose();
      }}
      onCancel={onClose}
    />
  );
}
