import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import type { ApiError } from '../../../../shared/domain/event';
import type { Invite } from '../../../../shared/domain/invite';
import { Button } from '../../../components/button';
import { CodeBlock } from '../../../components/code-block';
import { DialogBody, DialogFooter } from '../../../components/dialog';
import { ErrorNote, Note } from '../../../components/notes';
import { useApp } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { settle } from '../../../lib/settle';
import { NetworkSwitch } from './invite-form';

const words = messages.invites;

interface InviteShareProps {
  readonly invite: Invite;
  readonly onDone: () => void;
}

/** An open invite, in every form it can be handed over. */
export function InviteShare({ invite, onDone }: InviteShareProps) {
  const { bridge, replica } = useApp();
  const [work, setWork] = useState<'idle' | 'saving' | 'switching'>('idle');
  const [failure, setFailure] = useState<ApiError | null>(null);

  async function save(): Promise<void> {
    setWork('saving');
    setFailure(null);
    const answer = await settle(bridge.invites.saveFile({ id: invite.id }));
    setWork('idle');
    if (!answer.ok) setFailure(answer.error);
    else if (answer.value) toast(words.fileSaved);
  }

  async function setInNetwork(inNetwork: boolean): Promise<void> {
    setWork('switching');
    setFailure(null);
    const answer = await settle(bridge.invites.update({ id: invite.id, change: { in_network: inNetwork } }));
    await replica.invites.refresh();
    setWork('idle');
    if (!answer.ok) setFailure(answer.error);
  }

  return (
    <>
      <DialogBody>
        <Way title={words.byFile} lead={words.byFileLead}>
          <div>
            <Button busy={work === 'saving'} onClick={() => void save()}>
              <Download aria-hidden />
              {words.saveFile}
            </Button>
          </div>
        </Way>
        {invite.link !== null && (
          <Way title={words.byLink}>
            <CodeBlock code={invite.link} what={words.things.link} label={words.byLink} />
          </Way>
        )}
        <NetworkSwitch
          checked={invite.in_network}
          disabled={work === 'switching'}
          onChange={(checked) => void setInNetwork(checked)}
        />
        {invite.network_links.length > 0 && (
          <Way title={words.byNetwork} lead={words.byNetworkLead}>
            {invite.network_links.map((link) => (
              <CodeBlock key={link} code={link} what={words.things.networkLink} label={words.byNetwork} />
            ))}
          </Way>
        )}
        {invite.network_error !== null && <Note tone="warn">{invite.network_error}</Note>}
        {invite.fingerprint !== null && (
          <Way title={words.fingerprint} lead={words.fingerprintLead}>
            <code className="mono selectable text-table">{invite.fingerprint}</code>
          </Way>
        )}
        <ErrorNote error={failure} />
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onDone}>
          {words.done}
        </Button>
      </DialogFooter>
    </>
  );
}

function Way(props: { readonly title: string; readonly lead?: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-1.5" aria-label={props.title}>
      <div>
        <h3 className="text-table font-medium">{props.title}</h3>
        {props.lead !== undefined && <p className="text-table text-muted">{props.lead}</p>}
      </div>
      {props.children}
    </section>
  );
}
