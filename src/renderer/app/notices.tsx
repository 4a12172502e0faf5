import { useState } from 'react';
import { Button } from '../components/button';
import { Dialog, DialogBody } from '../components/dialog';
import { Note } from '../components/notes';
import { VaultForm } from '../components/vault-form';
import { useApp, useResource } from '../lib/app-context';
import { messages } from '../lib/messages';

interface NoticesProps {
  /** What is wrong stands on the page itself. */
  readonly isListed: boolean;
}

/** Things that keep the gateway from doing its work, above every page, with the way out. */
export function Notices({ isListed }: NoticesProps) {
  const { replica } = useApp();
  const { value: status, error } = useResource(replica.status);
  const [isUnlocking, setUnlocking] = useState(false);
  const lost = error !== null && <Strip tone="bad">{error.message}</Strip>;
  if (isListed || status === null) return lost;
  const isLocked = status.vault.state === 'locked' && status.counts.keys > 0;
  return (
    <>
      {lost}
      {status.gateway.state === 'failed' && (
        <Strip tone="bad">{status.gateway.error ?? messages.mood.explained.failed}</Strip>
      )}
      {isLocked && (
        <Note
          tone="warn"
          className="rounded-none border-line border-b pl-6"
          action={
            <Button className="-my-1" onClick={() => setUnlocking(true)}>
              {messages.vault.unlock}
            </Button>
          }
        >
          {messages.vault.lockedNotice(status.counts.keys)}
        </Note>
      )}
      {status.counts.damaged_keys > 0 && (
        <Strip tone="bad">{messages.vaultSettings.damagedNotice(status.counts.damaged_keys)}</Strip>
      )}
      {status.counts.void_tokens > 0 && (
        <Strip tone="warn">{messages.vaultSettings.voidNotice(status.counts.void_tokens)}</Strip>
      )}
      <Dialog open={isUnlocking} onClose={() => setUnlocking(false)} title={messages.vault.unlockTitle}>
        <DialogBody>
          <VaultForm isFirst={false} onUnlocked={() => setUnlocking(false)} />
        </DialogBody>
      </Dialog>
    </>
  );
}

function Strip(props: { readonly tone: 'bad' | 'warn'; readonly children: string }) {
  return (
    <Note tone={props.tone} className="rounded-none border-line border-b pl-6">
      {props.children}
    </Note>
  );
}
