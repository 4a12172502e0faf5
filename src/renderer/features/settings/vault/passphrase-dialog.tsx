import { zodResolver } from '@hookform/resolvers/zod';
import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { z } from 'zod';
import type { ApiError } from '../../../../shared/domain/event';
import type { Status } from '../../../../shared/domain/status';
import type { IpcResult } from '../../../../shared/ipc/contract';
import { newPassphrase } from '../../../../shared/ipc/vault';
import { Button } from '../../../components/button';
import { Dialog, DialogBody, DialogFooter } from '../../../components/dialog';
import { Field, SecretInput } from '../../../components/field';
import { ErrorNote } from '../../../components/notes';
import { useApp } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { settle } from '../../../lib/settle';

const words = messages.vaultSettings;

interface PassphraseDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly lead: string;
  readonly action: string;
  /** What a toast says afterwards. */
  readonly done: string;
  readonly asksCurrent: boolean;
  readonly asksNew: boolean;
  readonly send: (passphrases: Passphrases) => Promise<IpcResult<Status>>;
}

export interface Passphrases {
  readonly current: string;
  readonly next: string;
}

/** Asks for the present passphrase, for a new one, or for both, and does something with them. */
export function PassphraseDialog(props: PassphraseDialogProps) {
  return (
    <Dialog open={props.open} onClose={props.onClose} title={props.title} description={props.lead}>
      <PassphraseForm {...props} />
    </Dialog>
  );
}

function PassphraseForm(props: PassphraseDialogProps) {
  const { asksCurrent, asksNew } = props;
  const formId = useId();
  const { register, submit, errors, isSubmitting, failure } = usePassphraseForm(props);
  return (
    <form id={formId} onSubmit={submit} aria-label={props.title} className="flex min-h-0 flex-col">
      <DialogBody>
        {asksCurrent && (
          <Field label={words.current} error={errors.current?.message}>
            {(ids) => <SecretInput {...ids} autoFocus {...register('current')} />}
          </Field>
        )}
        {asksNew && (
          <>
            <Field label={words.next} hint={words.nextHint} error={errors.next?.message}>
              {(ids) => <SecretInput {...ids} autoFocus={!asksCurrent} {...register('next')} />}
            </Field>
            <Field label={messages.vault.passphraseAgain} error={errors.again?.message}>
              {(ids) => <SecretInput {...ids} {...register('again')} />}
            </Field>
          </>
        )}
        <ErrorNote error={failure} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={props.onClose}>{messages.actions.cancel}</Button>
        <Button type="submit" variant="primary" busy={isSubmitting}>
          {props.action}
        </Button>
      </DialogFooter>
    </form>
  );
}

function usePassphraseForm({ asksCurrent, asksNew, send, done, onClose }: PassphraseDialogProps) {
  const { replica } = useApp();
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm({
    resolver: zodResolver(makeSchema(asksCurrent, asksNew)),
    defaultValues: { current: '', next: '', again: '' },
  });

  const submit = form.handleSubmit(async ({ current, next }) => {
    setFailure(null);
    const answer = await settle(send({ current, next }));
    if (answer.ok) {
      form.reset();
      replica.status.put(answer.value);
      toast(done);
      onClose();
      return;
    }
    const { param, message } = answer.error;
    if (param?.endsWith('passphrase')) form.setError(asksCurrent ? 'current' : 'next', { message });
    else setFailure(answer.error);
  });

  const { errors, isSubmitting } = form.formState;
  return { register: form.register, submit, errors, isSubmitting, failure };
}

function makeSchema(asksCurrent: boolean, asksNew: boolean) {
  return z
    .object({
      current: asksCurrent ? z.string().min(1, messages.errors.required) : z.string(),
      next: asksNew ? newPassphrase : z.string(),
      again: z.string(),
    })
    .refine((form) => !asksNew || form.next === form.again, {
      path: ['again'],
      error: messages.vault.notTheSame,
    });
}
