import { useState } from 'react';
import type { AgentToken, CreatedAgentToken } from '../../../shared/domain/agent-token';
import { Button } from '../../components/button';
import { CopyButton } from '../../components/copy-button';
import { Dialog, DialogBody, DialogFooter } from '../../components/dialog';
import { Note } from '../../components/notes';
import { Snippets } from '../../components/snippets';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { writeBaseUrl } from '../../lib/snippets';
import { TokenForm } from './token-form-view';

const words = messages.agents;

interface TokenDialogProps {
  /** A token to change, `new` to make one, `null` while closed. */
  readonly target: AgentToken | 'new' | null;
  /** It was opened for its budget. */
  readonly isForLimit?: boolean;
  readonly onClose: () => void;
}

export function TokenDialog({ target, isForLimit = false, onClose }: TokenDialogProps) {
  const [created, setCreated] = useState<CreatedAgentToken | null>(null);

  function close(): void {
    setCreated(null);
    onClose();
  }

  if (created !== null) return <CreatedTokenDialog token={created} onDone={close} />;
  const existing = target === 'new' ? null : target;
  return (
    <Dialog
      open={target !== null}
      onClose={close}
      title={existing === null ? words.create : words.editTitle(existing.name)}
      isWide
      {...(existing === null ? { description: words.createLead } : {})}
    >
      {target !== null && (
        <TokenForm existing={existing} isForLimit={isForLimit} onCreated={setCreated} onDone={close} />
      )}
    </Dialog>
  );
}

interface CreatedTokenDialogProps {
  readonly token: CreatedAgentToken;
  readonly onDone: () => void;
}

export function CreatedTokenDialog({ token, onDone }: CreatedTokenDialogProps) {
  return (
    <Dialog open onClose={onDone} title={words.createdTitle(token.name)} isDismissable={false} isWide>
      <CreatedToken token={token} onDone={onDone} />
    </Dialog>
  );
}

/** The only time the whole token can be seen. */
function CreatedToken(props: CreatedTokenDialogProps) {
  const { replica } = useApp();
  const status = useResource(replica.status).value;
  const { token, allowed_models: allowed } = props.token;
  // A glob cannot be called; anything else on the list can.
  const model = allowed.find((name) => !name.includes('*')) ?? 'agent/chat';
  return (
    <>
      <DialogBody>
        <Note tone="warn">{words.shownOnce}</Note>
        <div className="flex items-center gap-2">
          <code className="mono control flex min-w-0 grow items-center text-table" data-testid="new-token">
            <span className="truncate">{token}</span>
          </code>
          <CopyButton text={token} what={messages.things.token} isPrimary />
        </div>
        <Snippets baseUrl={writeBaseUrl(status?.gateway.url ?? '')} token={token} model={model} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={props.onDone}>{words.done}</Button>
      </DialogFooter>
    </>
  );
}
