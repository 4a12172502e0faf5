import { zodResolver } from '@hookform/resolvers/zod';
import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { z } from 'zod';
import type { ApiError } from '../../../../shared/domain/event';
import { backupExportRequest } from '../../../../shared/ipc/backup';
import { Button } from '../../../components/button';
import { Dialog, DialogBody, DialogFooter } from '../../../components/dialog';
import { Field, SecretInput } from '../../../components/field';
import { ErrorNote, Note } from '../../../components/notes';
import { useApp, useResource } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { settle } from '../../../lib/settle';

const words = messages.backup;

const makeSchema = (asksVault: boolean) =>
  z
    .object({
      vault: asksVault ? z.string().min(1, messages.errors.required) : z.string(),
      passphrase: backupExportRequest.shape.passphrase,
      again: z.string(),
    })
    .refine(({ passphrase, again }) => passphrase === again, {
      path: ['again'],
      error: messages.vault.notTheSame,
    });

interface MakeBackupProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function MakeBackupDialog({ open, onClose }: MakeBackupProps) {
  return (
    <Dialog open={open} onClose={onClose} title={words.makeTitle} description={words.makeLead}>
      <BackupForm onClose={onClose} />
    </Dialog>
  );
}

function BackupForm({ onClose }: { readonly onClose: () => void }) {
  const formId = useId();
  const { replica } = useApp();
  const asksVault = useResource(replica.status).value?.vault.protection === 'passphrase';
  const { register, submit, formState, failure, left } = useBackupForm(asksVault, onClose);
  const { errors, isSubmitting } = formState;
  return (
    <>
      <DialogBody>
        {left.length > 0 ? (
          <Note tone="warn">{words.unreadable(left)}</Note>
        ) : (
          <form id={formId} onSubmit={submit} className="flex flex-col gap-4" aria-label={words.makeTitle}>
            {asksVault && (
              <Field label={words.ofVault} error={errors.vault?.message} hint={words.ofVaultHint}>
                {(ids) => <SecretInput {...ids} autoFocus {...register('vault')} />}
              </Field>
            )}
            <Field label={words.ofBackup} error={errors.passphrase?.message} hint={words.passphraseHint}>
              {(ids) => <SecretInput {...ids} autoFocus={!asksVault} {...register('passphrase')} />}
            </Field>
            <Field label={messages.vault.passphraseAgain} error={errors.again?.message}>
              {(ids) => <SecretInput {...ids} {...register('again')} />}
            </Field>
            {!asksVault && <p className="text-table text-muted">{words.confirmHint}</p>}
          </form>
        )}
        <ErrorNote error={failure} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>
          {left.length > 0 ? messages.actions.close : messages.actions.cancel}
        </Button>
        {left.length === 0 && (
          <Button type="submit" form={formId} variant="primary" busy={isSubmitting}>
            {words.makeNow}
          </Button>
        )}
      </DialogFooter>
    </>
  );
}

function useBackupForm(asksVault: boolean, onClose: () => void) {
  const { bridge } = useApp();
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [left, setLeft] = useState<readonly string[]>([]);
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(makeSchema(asksVault)),
    defaultValues: { vault: '', passphrase: '', again: '' },
  });

  const submit = handleSubmit(async ({ vault, passphrase }) => {
    setFailure(null);
    const proof = asksVault ? { vault_passphrase: vault } : {};
    const answer = await settle(bridge.backup.export({ passphrase, ...proof }));
    if (!answer.ok) {
      const { param, message } = answer.error;
      if (param === 'vault_passphrase' && asksVault) setError('vault', { message });
      else setFailure(answer.error);
      return;
    }
    if (!answer.value.saved) return;
    toast(words.made);
    if (answer.value.unreadable_keys.length > 0) setLeft(answer.value.unreadable_keys);
    else onClose();
  });

  return { register, submit, formState, failure, left };
}
