import { type FormEvent, useId, useState } from 'react';
import { toast } from 'sonner';
import type { RestoreMode, RestorePlan } from '../../../../shared/domain/change-plan';
import type { ApiError } from '../../../../shared/domain/event';
import { Button } from '../../../components/button';
import { Dialog, DialogBody, DialogFooter } from '../../../components/dialog';
import { Field, SecretInput } from '../../../components/field';
import { ErrorNote } from '../../../components/notes';
import { useApp } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { settle } from '../../../lib/settle';
import { ChangeList } from './change-list';
import { RestoreModeChoice } from './restore-mode-choice';

const words = messages.backup;

interface RestoreDialogProps {
  /** Name of the file that was chosen; `null`: none is. */
  readonly file: string | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** First the passphrase, then what would change, and only then does it. */
export function RestoreDialog({ file, onClose, onDone }: RestoreDialogProps) {
  return (
    <Dialog open={file !== null} onClose={onClose} title={words.restoreTitle} isWide>
      {file !== null && <RestoreForm file={file} onClose={onClose} onDone={onDone} />}
    </Dialog>
  );
}

type RestoreFormProps = RestoreDialogProps & { readonly file: string };

function useRestore({ onClose, onDone }: RestoreDialogProps) {
  const { bridge } = useApp();
  const [passphrase, setPassphrase] = useState('');
  const [mode, setMode] = useState<RestoreMode>('merge');
  const [plan, setPlan] = useState<RestorePlan | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function ask(wanted: RestoreMode, dry_run: boolean): Promise<void> {
    setBusy(true);
    setFailure(null);
    const answer = await settle(bridge.backup.restore({ passphrase, mode: wanted, dry_run }));
    setBusy(false);
    if (!answer.ok) return setFailure(answer.error);
    if (dry_run) return setPlan(answer.value);
    toast(words.restored(answer.value.changes.length));
    onDone();
    onClose();
  }

  function chooseMode(next: RestoreMode): void {
    setMode(next);
    if (plan) void ask(next, true);
  }

  return { passphrase, setPassphrase, mode, chooseMode, plan, failure, isBusy, ask };
}

function RestoreForm(props: RestoreFormProps) {
  const formId = useId();
  const { passphrase, setPassphrase, mode, chooseMode, plan, failure, isBusy, ask } = useRestore(props);
  const isWrong = failure?.param === 'passphrase';

  function submit(event: FormEvent): void {
    event.preventDefault();
    void ask(mode, plan === null);
  }

  const removes = plan?.changes.some(({ action }) => action === 'remove') ?? false;
  return (
    <>
      <DialogBody>
        <form id={formId} onSubmit={submit} className="flex flex-col gap-4" aria-label={words.restoreTitle}>
          {plan === null ? (
            <PassphraseField
              file={props.file}
              value={passphrase}
              onChange={setPassphrase}
              isBusy={isBusy}
              error={isWrong ? failure.message : undefined}
            />
          ) : (
            <p className="text-table text-muted">
              {words.from(new Date(plan.made_at).toLocaleString(), plan.app_version)}
            </p>
          )}
          <RestoreModeChoice mode={mode} leads={words.modeLeads} onChange={chooseMode} />
        </form>
        {plan && <ChangeList plan={plan} />}
        <ErrorNote error={isWrong && plan === null ? null : failure} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={props.onClose}>{messages.actions.cancel}</Button>
        <Button
          type="submit"
          form={formId}
          variant={removes ? 'danger' : 'primary'}
          busy={isBusy}
          disabled={passphrase === '' || plan?.changes.length === 0}
        >
          {plan === null ? words.show : words.restoreNow}
        </Button>
      </DialogFooter>
    </>
  );
}

interface PassphraseFieldProps {
  readonly file: string;
  readonly value: string;
  readonly onChange: (passphrase: string) => void;
  readonly isBusy: boolean;
  readonly error: string | undefined;
}

function PassphraseField({ file, value, onChange, isBusy, error }: PassphraseFieldProps) {
  return (
    <Field label={words.passphraseOf(file)} error={error} hint={isBusy ? words.working : undefined}>
      {(ids) => (
        <SecretInput {...ids} autoFocus value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}
