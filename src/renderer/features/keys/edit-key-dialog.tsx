import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import type { ApiError } from '../../../shared/domain/event';
import type { ProviderKey } from '../../../shared/domain/key';
import { Button } from '../../components/button';
import { Dialog, DialogBody, DialogFooter } from '../../components/dialog';
import { Field, TextInput } from '../../components/field';
import { ErrorNote } from '../../components/notes';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { type EditKeyValues, startEdit, toKeyChange } from './edit-key-form';
import { ShareSwitch, WorkspaceField } from './key-place-fields';
import { LimitFields } from './limit-fields';

const words = messages.keys;

interface EditKeyDialogProps {
  readonly target: ProviderKey | null;
  /** It was opened for its spend limit. */
  readonly isForLimit?: boolean;
  readonly onClose: () => void;
}

export function EditKeyDialog({ target, isForLimit = false, onClose }: EditKeyDialogProps) {
  return (
    <Dialog open={target !== null} onClose={onClose} title={words.editTitle} description={words.editLead}>
      {target !== null && <EditKeyForm apiKey={target} isForLimit={isForLimit} onDone={onClose} />}
    </Dialog>
  );
}

interface EditKeyFormProps {
  readonly apiKey: ProviderKey;
  readonly isForLimit: boolean;
  readonly onDone: () => void;
}

function EditKeyForm({ apiKey, isForLimit, onDone }: EditKeyFormProps) {
  const { bridge, replica } = useApp();
  const workspaces = useResource(replica.workspaces).value ?? [];
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm<EditKeyValues>({ defaultValues: startEdit(apiKey) });
  const { register, control, formState } = form;
  const { errors } = formState;

  const submit = form.handleSubmit(async (values) => {
    const change = toKeyChange(values, workspaces[0]?.id ?? null);
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
            <TextInput
              {...ids}
              autoFocus={!isForLimit}
              {...register('key_label', { required: true, maxLength: 80 })}
            />
          )}
        </Field>
        <Field
          label={words.account}
          hint={words.accountHint}
          error={errors.account && messages.errors.required}
        >
          {(ids) => <TextInput {...ids} {...register('account', { required: true, maxLength: 80 })} />}
        </Field>
        {workspaces.length > 1 && (
          <Controller
            control={control}
            name="workspace_id"
            render={({ field }) => (
              <WorkspaceField value={field.value} onChange={field.onChange} workspaces={workspaces} />
            )}
          />
        )}
        <Controller
          control={control}
          name="share_with_pool"
          render={({ field }) => <ShareSwitch checked={field.value} onChange={field.onChange} />}
        />
        <LimitFields form={form} isFirst={isForLimit} />
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
