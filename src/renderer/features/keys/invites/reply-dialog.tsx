import { bytesToHex } from '@noble/hashes/utils.js';
import { type DragEvent, useMemo, useState } from 'react';
import { toast } from 'sonner';
import type { ApiError } from '../../../../shared/domain/event';
import { type FoundReply, findReply } from '../../../../shared/invite/find-reply';
import { Button } from '../../../components/button';
import { Dialog, DialogBody, DialogFooter } from '../../../components/dialog';
import { Field, TextArea } from '../../../components/field';
import { ErrorNote, Note } from '../../../components/notes';
import { VaultForm } from '../../../components/vault-form';
import { useApp, useResource } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { nameProvider } from '../../../lib/provider-name';
import { settle } from '../../../lib/settle';

const words = messages.invites;
const LARGEST_FILE_BYTES = 64_000;

interface ReplyDialogProps {
  /** What to start with, empty too; `null` keeps the dialog closed. */
  readonly reply: string | null;
  readonly onClose: () => void;
}

/** Takes in what a contributor has sent: by pasting, by dropping their file, or through a link. */
export function ReplyDialog({ reply, onClose }: ReplyDialogProps) {
  const { replica } = useApp();
  const vault = useResource(replica.status).value?.vault.state ?? 'unlocked';
  return (
    <Dialog open={reply !== null} onClose={onClose} title={words.replyTitle} description={words.replyLead}>
      {vault === 'unlocked' ? (
        <ReplyForm key={reply} initial={reply ?? ''} onDone={onClose} />
      ) : (
        <DialogBody>
          <VaultForm isFirst={vault === 'unavailable'} onUnlocked={() => undefined} />
        </DialogBody>
      )}
    </Dialog>
  );
}

function ReplyForm({ initial, onDone }: { readonly initial: string; readonly onDone: () => void }) {
  const { bridge, replica } = useApp();
  const [text, setText] = useState(initial);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [fileError, setFileError] = useState<string | null>(null);
  const found = useMemo(() => findReply(text), [text]);
  const isDeleting = found !== null && found.kind !== 'key';

  async function take(): Promise<void> {
    setBusy(true);
    setFailure(null);
    const answer = await settle(bridge.invites.reply({ reply: text }));
    setBusy(false);
    if (!answer.ok) return setFailure(answer.error);
    void replica.keys.refresh();
    void replica.invites.refresh();
    const { outcome, message } = answer.value;
    toast(outcome === 'added' ? `${words.added} ${message}` : words.withdrawn);
    onDone();
  }

  async function drop(event: DragEvent): Promise<void> {
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    setFileError(null);
    if (file.size > LARGEST_FILE_BYTES) return setFileError(words.replyFailed);
    await file.text().then(setText, () => setFileError(words.replyFailed));
  }

  return (
    <form
      className="flex min-h-0 flex-col"
      aria-label={words.replyTitle}
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => void drop(event)}
    >
      <DialogBody>
        <Field label={words.replyLabel} {...(fileError === null ? {} : { error: fileError })}>
          {(ids) => (
            <TextArea
              {...ids}
              autoFocus
              rows={6}
              className="mono break-all"
              placeholder={words.replyPlaceholder}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {found !== null && <Preview found={found} />}
        <ErrorNote error={failure} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onDone}>{messages.actions.cancel}</Button>
        <Button
          type="submit"
          variant={isDeleting ? 'danger' : 'primary'}
          busy={isBusy}
          disabled={text.trim() === ''}
        >
          {isDeleting ? words.deleteKey : words.takeIn}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** What it will do, before it is done: a link can bring anything. */
function Preview({ found }: { readonly found: FoundReply }) {
  const { replica } = useApp();
  const invites = useResource(replica.invites).value ?? [];
  const providers = useResource(replica.providers).value ?? [];
  if (found.kind === 'code') return <Note tone="warn">{words.takesSomeBack}</Note>;
  const id = bytesToHex(found.box.inviteId);
  const invite = invites.find((one) => one.id === id);
  // An invite that is not in the list: why it is refused is said when it is tried.
  if (!invite) return null;
  const name = nameProvider(providers, invite.provider_name);
  return found.kind === 'key' ? (
    <Note tone="info">{words.replyFor(name, invite.label)}</Note>
  ) : (
    <Note tone="warn">{words.takesBack(name, invite.label)}</Note>
  );
}
