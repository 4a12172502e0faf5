import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import type { ApiError } from '../../../shared/domain/event';
import type { ProviderKey } from '../../../shared/domain/key';
import { Button } from '../../components/button';
import { Dialog, DialogBody, DialogFooter } from '../../components/dialog';
import { Field, TextInput } from '../../components/field';
import { ErrorNote } from '../../components/notes';
import { useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { ShareSwitch } from './key-place-fields';

const words = messages.keys;

interface EditKeyDialogProps {
  readonly target: ProviderKey | null;
  readonly onClose: () => void;
}

export function EditKeyDialog({ target, onClose }: EditKeyDialogProps) {
  return (
    <Dialog open={target !== null} onClose={onClose} title={words.editTitle} description={words.editLead}>
      {target !== null && <EditKeyForm apiKey={target} onDone={onClose} />}
    </Dialog>
  );
}

function EditKeyForm({ apiKey, onDone }: { readonly apiKey: ProviderKey; readonly onDone: () => void }) {
  const { bridge, replica } = useApp();
  const [failure, setFailure] = useState<ApiError | null>(null);
  const { register, handleSubmit, control, formState } = useForm({
    defaultValues: {
      key_label: apiKey.key_label,
      account: apiKey.account,
      share_with_pool: apiKey.share_with_pool,
    },
  });
  const { errors } = formState;

  const submit = handleSubmit(async (values) => {
    const home = replica.workspaces.store.getState().value?.[0];
    // A key that nobody may use would be refused: when it is no longer shared, it goes to the first workspace.
    const isHomeless = !values.share_with_pool && apiKey.workspace_id === null && home !== undefined;
    const change = isHomeless ? { ...values, workspace_id: home.id } : values;
    const result = await settle(bridge.keys.update({ id: apiKey.id, change }));
    if (!result.ok) return setFailure(result.error);
    void replica.keys.refresh();
    onDone();
  });

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col" aria-label={words.editTitle}>
      <DialogBody>
        <Field label={words.label} error={errors.key_label && messages.errors.required}>
          {(ids) => (
            <TextInput {...ids} autoFocus {...register('key_label', { required: true, maxLength: 80 })} />
          )}
        </Field>
        <Field
          label={words.account}
          hint={words.accountHint}
          error={errors.account && messages.errors.required}
        >
          {(ids) => <TextInput {...ids} {...register('account', { required: true, maxLength: 80 })} />}
        </Field>
        <Controller
          control={control}
          name="share_with_pool"
          render={({ field }) => <ShareSwitch checked={field.value} onChange={field.onChange} />}
        />
        <ErrorNote error={failure} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onDone}>{messages.actions.cancel}</Button>
        <Button type="submit" variant="primary" busy={formState.isSubmitting}>
          {messages.actions.save}
        </Button>
      </DialogFooter>
    </form>
  );
}
