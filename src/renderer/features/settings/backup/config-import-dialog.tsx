import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import type { ChangePlan, RestoreMode } from '../../../../shared/domain/change-plan';
import type { ApiError } from '../../../../shared/domain/event';
import { Button } from '../../../components/button';
import { Dialog, DialogBody, DialogFooter } from '../../../components/dialog';
import { ErrorNote } from '../../../components/notes';
import { useApp } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { settle } from '../../../lib/settle';
import { ChangeList } from './change-list';
import { RestoreModeChoice } from './restore-mode-choice';

const words = messages.backup;

interface ConfigImportProps {
  /** Name of the file that was chosen; `null`: none is. */
  readonly file: string | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function ConfigImportDialog({ file, onClose, onDone }: ConfigImportProps) {
  return (
    <Dialog open={file !== null} onClose={onClose} title={words.importTitle(file ?? '')} isWide>
      {file !== null && <ConfigImport onClose={onClose} onDone={onDone} />}
    </Dialog>
  );
}

function ConfigImport({ onClose, onDone }: Omit<ConfigImportProps, 'file'>) {
  const { bridge } = useApp();
  const [mode, setMode] = useState<RestoreMode>('merge');
  const [plan, setPlan] = useState<ChangePlan | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function ask(wanted: RestoreMode, dry_run: boolean): Promise<void> {
    setBusy(true);
    const answer = await settle(bridge.config.import({ mode: wanted, dry_run }));
    setBusy(false);
    setFailure(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    if (dry_run) return setPlan(answer.value);
    toast(words.imported(answer.value.changes.length));
    onDone();
    onClose();
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew only for another mode
  useEffect(() => void ask(mode, true), [mode]);

  const removes = plan?.changes.some(({ action }) => action === 'remove') ?? false;
  return (
    <>
      <DialogBody>
        <RestoreModeChoice mode={mode} leads={words.configModeLeads} onChange={setMode} />
        {plan && <ChangeList plan={plan} />}
        <ErrorNote error={failure} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{messages.actions.cancel}</Button>
        <Button
          variant={removes ? 'danger' : 'primary'}
          busy={isBusy}
          disabled={plan === null || plan.changes.length === 0}
          onClick={() => void ask(mode, false)}
        >
          {words.importNow}
        </Button>
      </DialogFooter>
    </>
  );
}
