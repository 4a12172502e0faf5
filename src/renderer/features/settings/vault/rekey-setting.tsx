import { useState } from 'react';
import { toast } from 'sonner';
import type { RekeyStatus, VaultStatus } from '../../../../shared/domain/status';
import { Button } from '../../../components/button';
import { Note } from '../../../components/notes';
import { useApp } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { settle } from '../../../lib/settle';
import { Setting } from '../setting';
import { PassphraseDialog } from './passphrase-dialog';

const words = messages.vaultSettings.rekey;

/** Encrypting everything under a new data key: its start, how far it is, and why it does not go on. */
export function RekeySetting({ vault }: { readonly vault: VaultStatus }) {
  const { bridge, replica } = useApp();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);

  async function run(): Promise<void> {
    setBusy(true);
    const answer = await settle(bridge.vault.rekey({}));
    setBusy(false);
    if (answer.ok) {
      replica.status.put(answer.value);
      toast(words.started);
    } else toast.error(answer.error.message);
  }

  // One that has begun asks for nothing: the new data key is there already.
  const needsPassphrase = vault.protection === 'passphrase' && vault.rekey === null;
  const isWorking = vault.rekey?.state === 'running';
  return (
    <Setting
      title={words.title}
      lead={words.lead}
      note={vault.rekey && <Progress rekey={vault.rekey} isLocked={vault.state !== 'unlocked'} />}
    >
      <Button
        busy={isBusy || isWorking}
        disabled={vault.state !== 'unlocked'}
        onClick={() => (needsPassphrase ? setAsking(true) : void run())}
      >
        {vault.rekey === null ? words.action : words.goOn}
      </Button>
      <PassphraseDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={words.dialog}
        lead={words.lead}
        action={words.action}
        done={words.started}
        asksCurrent
        asksNew={false}
        send={({ current }) => bridge.vault.rekey({ passphrase: current })}
      />
    </Setting>
  );
}

function Progress({ rekey, isLocked }: { readonly rekey: RekeyStatus; readonly isLocked: boolean }) {
  if (rekey.state === 'stuck') return <Note tone="warn">{words.stuck}</Note>;
  if (rekey.state === 'waiting') return <Note tone="info">{isLocked ? words.waiting : words.paused}</Note>;
  return (
    <div className="flex items-center gap-2 text-table text-muted tabular-nums">
      <progress
        className="h-1 w-40 overflow-hidden rounded-full accent-accent"
        aria-label={words.progress}
        value={rekey.done}
        max={rekey.total}
      />
      {words.running(rekey.done, rekey.total)}
    </div>
  );
}
