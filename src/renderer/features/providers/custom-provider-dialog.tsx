import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { toast } from 'sonner';
import type { ApiError } from '../../../shared/domain/event';
import { providerCreateRequest } from '../../../shared/ipc/providers';
import { Button } from '../../components/button';
import { Dialog, DialogBody, DialogFooter } from '../../components/dialog';
import { Field, TextArea, TextInput } from '../../components/field';
import { ErrorNote } from '../../components/notes';
import { Segmented } from '../../components/segmented';
import { useApp } from '../../lib/app-context';
import { describeIssue } from '../../lib/describe-issue';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { readModelLines, suggestProviderId } from './custom-provider';

const words = messages.providers;

interface CustomProviderDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onAddKey: (providerId: string) => void;
}

export function CustomProviderDialog({ open, onClose, onAddKey }: CustomProviderDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title={words.addCustom} description={words.customLead}>
      {open && <CustomProviderForm onClose={onClose} onAddKey={onAddKey} />}
    </Dialog>
  );
}

interface CustomProviderValues {
  readonly name: string;
  readonly id: string;
  readonly base_url: string;
  readonly auth: 'bearer' | 'none';
  readonly models: string;
}

const FIELDS = ['name', 'id', 'base_url', 'auth', 'models'] as const;
const EMPTY: CustomProviderValues = { name: '', id: '', base_url: '', auth: 'bearer', models: '' };

function CustomProviderForm({ onClose, onAddKey }: Omit<CustomProviderDialogProps, 'open'>) {
  const { bridge, replica } = useApp();
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm<CustomProviderValues>({ defaultValues: EMPTY });
  const { errors, isSubmitting, dirtyFields } = form.formState;

  function place(path: string | null, message: string): boolean {
    const name = FIELDS.find((field) => path === field || path?.startsWith(`${field}.`));
    if (name !== undefined) form.setError(name, { message });
    return name !== undefined;
  }

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    const request = { ...values, base_url: values.base_url.trim(), models: readModelLines(values.models) };
    const checked = providerCreateRequest.safeParse(request);
    if (!checked.success) {
      for (const issue of checked.error.issues) place(issue.path.join('.'), describeIssue(issue));
      return;
    }
    const result = await settle(bridge.providers.create(request));
    if (!result.ok) {
      if (!place(result.error.param, result.error.message)) setFailure(result.error);
      return;
    }
    await replica.providers.refresh();
    onClose();
    if (values.auth === 'bearer') onAddKey(result.value.id);
    else toast(words.added(result.value.name));
  });

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col" aria-label={words.addCustom}>
      <DialogBody>
        <Field label={words.name} error={errors.name?.message}>
          {(ids) => (
            <TextInput
              {...ids}
              autoFocus
              placeholder={words.namePlaceholder}
              {...form.register('name', {
                onChange: (event: { target: { value: string } }) => {
                  if (dirtyFields.id !== true) form.setValue('id', suggestProviderId(event.target.value));
                },
              })}
            />
          )}
        </Field>
        <Field label={words.id} hint={words.idHint} error={errors.id?.message}>
          {(ids) => <TextInput {...ids} className="mono" {...form.register('id')} />}
        </Field>
        <Field label={words.baseUrl} hint={words.baseUrlHint} error={errors.base_url?.message}>
          {(ids) => (
            <TextInput {...ids} className="mono" placeholder="https://…/v1" {...form.register('base_url')} />
          )}
        </Field>
        <Controller
          control={form.control}
          name="auth"
          render={({ field }) => (
            <div className="flex flex-col items-start gap-1">
              <span className="text-table font-medium">{words.auth}</span>
              <Segmented
                label={words.auth}
                value={field.value}
                onChange={field.onChange}
                options={[
                  { value: 'bearer', label: words.authKinds.bearer },
                  { value: 'none', label: words.authKinds.none },
                ]}
              />
            </div>
          )}
        />
        <Field
          label={words.models}
          optional={messages.optional}
          hint={words.modelsHint}
          error={errors.models?.message}
        >
          {(ids) => <TextArea {...ids} rows={3} className="mono" {...form.register('models')} />}
        </Field>
        <ErrorNote error={failure} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{messages.actions.cancel}</Button>
        <Button type="submit" variant="primary" busy={isSubmitting}>
          {words.addAction}
        </Button>
      </DialogFooter>
    </form>
  );
}
