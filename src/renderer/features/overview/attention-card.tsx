import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '../../components/button';
import { Dialog, DialogBody } from '../../components/dialog';
import { Mark } from '../../components/marks';
import { VaultForm } from '../../components/vault-form';
import { useApp, useNow, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { type AttentionLine, type Mend, writeLines } from './attention-lines';

const words = messages.attention;
const MINUTE_MS = 60_000;

interface AttentionCardProps {
  readonly onAddKey: (provider: string) => void;
  readonly onOpen: (target: Extract<Mend, { kind: 'open' }>) => void;
  readonly onChangeLimit: (owner: Extract<Mend, { kind: 'change_limit' }>) => void;
}

/** What a person has to look at, each with what mends it. Nothing at all where nothing is wrong. */
export function AttentionCard(props: AttentionCardProps) {
  const { replica } = useApp();
  const now = useNow(MINUTE_MS);
  const items = useResource(replica.attention).value ?? [];
  const providers = useResource(replica.providers).value ?? [];
  const aliases = useResource(replica.aliases).value ?? [];
  const [isUnlocking, setUnlocking] = useState(false);
  const lines = writeLines(items, { providers, aliases, now });
  return (
    <>
      {lines.length > 0 && (
        <section className="card min-w-0" aria-label={words.title}>
          <h2 className="flex h-9 items-center gap-2 border-line border-b px-3 font-medium">
            {words.title}
            <span className="font-normal text-muted tabular-nums">{lines.length}</span>
          </h2>
          <ul className="divide-y divide-line">
            {lines.map((line) => (
              <Line key={line.id} line={line} {...props} onUnlock={() => setUnlocking(true)} />
            ))}
          </ul>
        </section>
      )}
      <Dialog open={isUnlocking} onClose={() => setUnlocking(false)} title={messages.vault.unlockTitle}>
        <DialogBody>
          <VaultForm isFirst={false} onUnlocked={() => setUnlocking(false)} />
        </DialogBody>
      </Dialog>
    </>
  );
}

interface LineProps extends AttentionCardProps {
  readonly line: AttentionLine;
  readonly onUnlock: () => void;
}

function Line({ line, onAddKey, onOpen, onChangeLimit, onUnlock }: LineProps) {
  const testKey = useKeyTest();
  const [isBusy, setBusy] = useState(false);

  async function mend(): Promise<void> {
    switch (line.mend.kind) {
      case 'unlock':
        return onUnlock();
      case 'add_key':
        return onAddKey(line.mend.provider);
      case 'open':
        return onOpen(line.mend);
      case 'change_limit':
        return onChangeLimit(line.mend);
      case 'test_key':
        setBusy(true);
        await testKey(line.mend);
        setBusy(false);
    }
  }

  return (
    <li className="flex min-h-10 items-center gap-2.5 py-1.5 pr-2 pl-3.5">
      <Mark tone={line.severity} />
      <span className="selectable min-w-0 grow text-pretty">{line.text}</span>
      <Button busy={isBusy} onClick={() => void mend()}>
        {line.button}
      </Button>
    </li>
  );
}

/** A key that passes the test is taken back into use at once. */
function useKeyTest(): (mend: Extract<Mend, { kind: 'test_key' }>) => Promise<void> {
  const { bridge } = useApp();
  return async ({ keyId, name }) => {
    const test = await settle(bridge.keys.test({ id: keyId }));
    if (!test.ok) {
      toast.error(test.error.message);
      return;
    }
    if (!test.value.ok) {
      toast.error(test.value.message);
      return;
    }
    const reset = await settle(bridge.keys.resetHealth({ id: keyId }));
    if (reset.ok) toast(words.works(name));
    else toast.error(reset.error.message);
  };
}
