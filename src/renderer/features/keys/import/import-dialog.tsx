import { Dialog, DialogBody } from '../../../components/dialog';
import { VaultForm } from '../../../components/vault-form';
import { useApp, useResource } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { ImportPreview } from './import-preview';
import { ImportSources } from './import-sources';
import { type ImportSource, useKeyImport } from './use-key-import';

const words = messages.keyImport;

interface ImportDialogProps {
  /** `null` keeps it closed; `ask` opens it without anything to look at yet. */
  readonly source: ImportSource | 'ask' | null;
  readonly onClose: () => void;
}

/** Many keys at once: look, choose, import. Where there is no open vault to put them into, that comes first. */
export function ImportDialog({ source, onClose }: ImportDialogProps) {
  const { replica } = useApp();
  const vault = useResource(replica.status).value?.vault.state ?? 'unlocked';
  return (
    <Dialog
      open={source !== null}
      onClose={onClose}
      isWide
      title={vault === 'unlocked' ? words.title : messages.vault.unlockTitle}
      description={vault === 'unlocked' ? words.lead : messages.keys.vaultFirst}
    >
      {vault === 'unlocked' ? (
        <ImportForm initial={source === 'ask' ? null : source} onClose={onClose} />
      ) : (
        <DialogBody>
          <VaultForm isFirst={vault === 'unavailable'} onUnlocked={() => undefined} />
        </DialogBody>
      )}
    </Dialog>
  );
}

interface ImportFormProps {
  readonly initial: ImportSource | null;
  readonly onClose: () => void;
}

function ImportForm({ initial, onClose }: ImportFormProps) {
  const state = useKeyImport(initial, onClose);
  if (state.preview === null || state.preview.entries.length === 0) {
    return (
      <ImportSources
        isReading={state.work === 'reading'}
        foundNothingIn={state.preview?.format ?? null}
        failure={state.failure}
        onLook={(source) => void state.look(source)}
      />
    );
  }
  return <ImportPreview {...state} preview={state.preview} onCancel={onClose} />;
}
