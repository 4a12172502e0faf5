import { zodResolver } from '@hookform/resolvers/zod';
import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import type { ApiError } from '../../shared/domain/event';
import type { Status } from '../../shared/domain/status';
import { newPassphrase } from '../../shared/ipc/vault';
import { useApp, useResource } from '../lib/app-context';
import { messages } from '../lib/messages';
import { settle } from '../lib/settle';
import { Button } from './button';
import { Field, SecretInput } from './field';
import { ErrorNote, Note } from './notes';

const words = messages.vault;

const chooseForm = z
  .object({ passphrase: newPassphrase, again: z.string() })
  .refine((form) => form.passphrase === form.again, { path: ['again'], error: words.notTheSame });
const unlockForm = z.object({ passphrase: z.string().min(1, messages.errors.required), again: z.string() });

interface VaultFormProps {
  /** True: no passphrase exists yet, so it is chosen here, and asked for twice. */
  readonly isFirst: boolean;
  readonly onUnlocked: (status: Status) => void;
}

/** Unlocks the vault, or gives it the passphrase that will lock it. */
export function VaultForm(props: VaultFormProps) {
  const { replica } = useApp();
  const protection = useResource(replica.status).value?.vault.protection;
  return protection === 'os_keychain' ? <KeychainForm {...props} /> : <PassphraseForm {...props} />;
}

/** No passphrase opens this vault: its keychain is asked once more. */
function KeychainForm({ onUnlocked }: VaultFormProps) {
  const { bridge, replica } = useApp();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);

  async function unlock(): Promise<void> {
    setBusy(true);
    const result = await settle(bridge.vault.unlock({}));
    setBusy(false);
    setFailure(result.ok ? null : result.error);
    if (!result.ok) return;
    replica.status.put(result.value);
    onUnlocked(result.value);
  }

  return (
    <div className="flex flex-col gap-4">
      <Note tone="info">{messages.vaultSettings.askKeychain}</Note>
      <ErrorNote error={failure} />
      <div className="flex justify-end">
        <Button variant="primary" busy={isBusy} autoFocus onClick={() => void unlock()}>
          {words.unlock}
        </Button>
      </div>
    </div>
  );
}

function PassphraseForm({ isFirst, onUnlocked }: VaultFormProps) {
  const { bridge, replica } = useApp();
  const formId = useId();
  const [failure, setFailure] = useState<ApiError | null>(null);
  const { register, handleSubmit, setError, reset, formState } = useForm({
    resolver: zodResolver(isFirst ? chooseForm : unlockForm),
    defaultValues: { passphrase: '', again: '' },
  });
  const { errors, isSubmitting } = formState;

  const submit = handleSubmit(async ({ passphrase }) => {
    setFailure(null);
    const result = await settle(bridge.vault.unlock({ passphrase }));
    if (result.ok) {
      reset();
      replica.status.put(result.value);
      onUnlocked(result.value);
    } else if (result.error.param === 'passphrase') {
      setError('passphrase', { message: result.error.message });
    } else setFailure(result.error);
  });

  return (
    <form id={formId} onSubmit={submit} className="flex flex-col gap-4" aria-label={words.formLabel(isFirst)}>
      {isFirst && <Note tone="info">{words.whyPassphrase}</Note>}
      <Field
        label={words.passphrase}
        error={errors.passphrase?.message}
        hint={isFirst ? messages.vaultSettings.nextHint : undefined}
      >
        {(ids) => <SecretInput {...ids} autoFocus {...register('passphrase')} />}
      </Field>
      {isFirst && (
        <Field label={words.passphraseAgain} error={errors.again?.message}>
          {(ids) => <SecretInput {...ids} {...register('again')} />}
        </Field>
      )}
      <ErrorNote error={failure} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={isSubmitting}>
          {isFirst ? words.choose : words.unlock}
        </Button>
      </div>
    </form>
  );
}
