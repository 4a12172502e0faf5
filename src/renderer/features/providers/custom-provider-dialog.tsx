import { useState } from 'react';
import { Controller, type UseFormReturn, useForm } from 'react-hook-form';
import { toast } from 'sonner';
import type { ApiError } from '../../../shared/domain/event';
import { providerCreateRequest } from '../../../shared/ipc/providers';
import { Button } from '../../components/button';
import { Dialog, DialogBody, DialogFooter } from '../../components/dialog';
import { Field, SecretInput, TextArea, TextInput } from '../../components/field';
import { ErrorNote } from '../../components/notes';
import { Segmented } from '../../components/segmented';
import { useApp } from '../../lib/app-context';
import { describeIssue } from '../../lib/describe-issue';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { type CustomProviderValues, readModelLines, suggestProviderId } from './custom-provider';
import { ProbeButton } from './probe-button';

const words = messages.providers;

interface CustomProviderDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onAddKey: (providerId: string) => void;
}

export function CustomProviderDialog({ open, onClose, onAddKey }: CustomProviderDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title={words.addCustom} description={words.customLead} isWide>
      {open && <CustomProviderForm onClose={onClose} onAddKey={onAddKey} />}
    </Dialog>
  );
}

const FIELDS = ['name', 'id', 'base_url', 'auth', 'models'] as const;
const EMPTY: CustomProviderValues = { name: '', id: '', base_url: '', auth: 'bearer', key: '', models: '' };

function CustomProviderForm({ onClose, onAddKey }: Omit<CustomProviderDialogProps, 'open'>) {
  const { bridge, replica } = useApp();
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm<CustomProviderValues>({ defaultValues: EMPTY });
  const { errors, isSubmitting } = form.formState;

  function place(path: string | null, message: string): boolean {
    const name = FIELDS.find((field) => path === field || path?.startsWith(`${field}.`));
    if (name !== undefined) form.setError(name, { message });
    return name !== undefined;
  }

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    const { key, ...described } = values;
    const { models, unread } = readModelLines(values.models);
    if (unread !== null) {
      place('models', words.modelUnread(unread));
      return;
    }
    const request = { ...described, base_url: values.base_url.trim(), models: [...models] };
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
    const { id, name } = result.value;
    if (values.auth === 'none') toast(words.added(name));
    else if (key.trim() === '') onAddKey(id);
    else await addKey({ id, name }, key.trim());
  });

  async function addKey({ id, name }: { readonly id: string; readonly name: string }, key: string) {
    const added = await settle(
      bridge.keys.create({ provider_name: id, api_key: key, share_with_pool: true }),
    );
    void replica.keys.refresh();
    if (added.ok) toast(words.added(name));
    else toast.error(words.keyNotAdded(name, added.error.message));
  }

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col" aria-label={words.addCustom}>
      <DialogBody>
        <NameFields form={form} />
        <Field label={words.baseUrl} hint={words.baseUrlHint} error={errors.base_url?.message}>
          {(ids) => (
            <TextInput {...ids} className="mono" placeholder="https://…/v1" {...form.register('base_url')} />
          )}
        </Field>
        <AuthFields form={form} />
        <ProbeButton form={form} onFailure={place} />
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

interface FormPart {
  readonly form: UseFormReturn<CustomProviderValues>;
}

function NameFields({ form }: FormPart) {
  const { errors, dirtyFields } = form.formState;
  return (
    <div className="grid grid-cols-2 gap-3">
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
    </div>
  );
}

/** A key only where one is needed. */
function AuthFields({ form }: FormPart) {
  return (
    <div className="grid grid-cols-[auto_1fr] items-start gap-6">
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
      {form.watch('auth') === 'bearer' && (
        <Field label={words.key} optional={messages.optional} hint={words.keyHint}>
          {(ids) => <SecretInput {...ids} {...form.register('key')} />}
        </Field>
      )}
    </div>
  );
}
