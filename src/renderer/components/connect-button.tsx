import { ExternalLink, LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import type { ConnectFlow } from '../../shared/domain/connect-flow';
import type { ProviderSummary } from '../../shared/domain/provider';
import { messages } from '../lib/messages';
import { type ConnectDetails, type Connecting, useConnect } from '../lib/use-connect';
import { Button } from './button';
import { CopyIcon } from './copy-button';
import { Dialog, DialogBody, DialogFooter } from './dialog';
import { ErrorNote, Note } from './notes';

const words = messages.connect;

interface ConnectButtonProps {
  readonly provider: Pick<ProviderSummary, 'id' | 'name' | 'connect'>;
  readonly onConnected?: () => void;
  readonly readDetails?: () => ConnectDetails;
}

/** Gets a key by signing in at the provider; nothing where it has no such page. */
export function ConnectButton({ provider, onConnected, readDetails }: ConnectButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const connecting = useConnect(provider.id);
  if (provider.connect === null) return null;
  const close = () => {
    const isConnected = connecting.flow?.state === 'connected';
    connecting.leave();
    setOpen(false);
    if (isConnected) onConnected?.();
  };
  return (
    <>
      <Button
        variant="quiet"
        aria-label={words.actionOf(provider.name)}
        title={messages.actions.opensBrowser}
        onClick={() => {
          setOpen(true);
          connecting.start(readDetails?.());
        }}
      >
        {words.action}
        <ExternalLink className="size-3.5!" aria-hidden />
      </Button>
      <Dialog
        open={isOpen}
        onClose={close}
        title={words.title(provider.name)}
        description={words.lead(provider.name)}
      >
        <DialogBody>
          <ConnectState name={provider.name} connecting={connecting} />
        </DialogBody>
        <ConnectActions
          connecting={connecting}
          onAgain={() => connecting.start(readDetails?.())}
          onClose={close}
        />
      </Dialog>
    </>
  );
}

function ConnectState({ name, connecting }: { readonly name: string; readonly connecting: Connecting }) {
  const { flow, isStarting, failure } = connecting;
  if (isStarting) return <Waiting>{words.starting(name)}</Waiting>;
  if (failure !== null) return <ErrorNote error={failure} />;
  switch (flow?.state) {
    case 'waiting':
      return <WaitingFlow name={name} flow={flow} />;
    case 'connected':
      return <Note tone="ok">{words.connected(name)}</Note>;
    case 'failed':
      return <Note tone="bad">{flow.error?.message}</Note>;
    default:
      return <Note tone="info">{words.cancelled}</Note>;
  }
}

function WaitingFlow({ name, flow }: { readonly name: string; readonly flow: ConnectFlow }) {
  const until = new Date(flow.expires_at).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
  });
  return (
    <>
      <Waiting>{flow.user_code === null ? words.waiting(name) : words.waitingCode(name)}</Waiting>
      {flow.user_code !== null && (
        <p className="flex items-center gap-2">
          <code className="mono selectable rounded-md border border-line bg-panel px-3 py-2 text-title font-semibold tracking-wider">
            {flow.user_code}
          </code>
          <CopyIcon text={flow.user_code} what={words.code.toLowerCase()} />
        </p>
      )}
      <p className="text-table text-muted">
        {words.waitingHint} {words.until(until)}
      </p>
      <p className="flex min-w-0 items-center gap-1 text-table">
        <code className="mono selectable min-w-0 truncate text-faint">{flow.url}</code>
        <CopyIcon text={flow.url} what={words.link} />
      </p>
    </>
  );
}

function Waiting(props: { readonly children: string }) {
  return (
    <p className="flex items-center gap-2" role="status">
      <LoaderCircle className="animate-spin text-muted" aria-hidden />
      {props.children}
    </p>
  );
}

function ConnectActions({
  connecting,
  onAgain,
  onClose,
}: {
  readonly connecting: Connecting;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}) {
  const { flow, isStarting, failure, openAgain } = connecting;
  if (flow?.state === 'connected') {
    return (
      <DialogFooter>
        <Button variant="primary" autoFocus onClick={onClose}>
          {words.done}
        </Button>
      </DialogFooter>
    );
  }
  const isOver = !isStarting && (failure !== null || flow?.state !== 'waiting');
  return (
    <DialogFooter>
      {flow?.state === 'waiting' && (
        <Button className="mr-auto" onClick={openAgain}>
          {words.openAgain}
        </Button>
      )}
      <Button autoFocus onClick={onClose}>
        {isOver ? words.close : words.cancel}
      </Button>
      {isOver && (
        <Button variant="primary" onClick={onAgain}>
          {words.again}
        </Button>
      )}
    </DialogFooter>
  );
}
