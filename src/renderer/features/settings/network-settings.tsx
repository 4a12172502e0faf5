import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import { toast } from 'sonner';
import type { ApiError } from '../../../shared/domain/event';
import type { Settings } from '../../../shared/domain/settings';
import { settingsUpdateRequest } from '../../../shared/ipc/settings';
import { Button } from '../../components/button';
import { Field, TextInput } from '../../components/field';
import { ErrorNote } from '../../components/notes';
import { describeIssue } from '../../lib/describe-issue';
import { messages } from '../../lib/messages';
import { useSettings } from '../../lib/use-settings';
import { fieldOf, type NetworkFormValues, toChange, toFormValues } from './network-form';

const words = messages.settings;

/** How requests leave this computer. Folded away: most people never need it. */
export function NetworkSettings({ settings }: { readonly settings: Settings }) {
  return (
    <details className="group card max-w-[720px]">
      <summary className="flex cursor-default list-none items-center gap-3 rounded-md px-4 py-3 hover:bg-hover">
        <span className="grow">
          <span className="block font-medium">{words.advanced}</span>
          <span className="block text-table text-muted">{words.advancedLead}</span>
        </span>
        <ChevronRight className="text-muted transition-transform group-open:rotate-90" aria-hidden />
      </summary>
      {/* Made anew when the settings change, so that it never holds what is no longer true. */}
      <NetworkForm key={JSON.stringify(toFormValues(settings))} settings={settings} />
    </details>
  );
}

function useNetworkForm(settings: Settings) {
  const { update } = useSettings();
  const before = toFormValues(settings);
  const form = useForm<NetworkFormValues>({ defaultValues: before });
  const [failure, setFailure] = useState<ApiError | null>(null);

  const submit = form.handleSubmit(async (values) => {
    form.clearErrors();
    setFailure(null);
    const change = toChange(values, before);
    if (Object.keys(change).length === 0) return;
    const checked = settingsUpdateRequest.safeParse(change);
    if (!checked.success) {
      for (const issue of checked.error.issues) placeError(form, issue.path.join('.'), describeIssue(issue));
      return;
    }
    const error = await update(change);
    if (error === null) toast(words.saved);
    else if (!placeError(form, error.param, error.message)) setFailure(error);
  });

  function discard(): void {
    setFailure(null);
    form.reset();
  }

  return { form, submit, failure, discard };
}

/** Puts a message at the field it is about; false when there is no such field. */
function placeError(form: UseFormReturn<NetworkFormValues>, param: string | null, message: string): boolean {
  const field = fieldOf(param);
  if (field === null) return false;
  const isTime = field === 'first_token_s' || field === 'stall_s';
  form.setError(field, { message: isTime ? words.notANumber : withoutParam(message, param) });
  return true;
}

/** The field itself says which setting it is; errors name it because scripts read them too. */
function withoutParam(message: string, param: string | null): string {
  return param !== null && message.startsWith(param)
    ? message.slice(param.length).replace(/^[: ]+/, '')
    : message;
}

function NetworkForm({ settings }: { readonly settings: Settings }) {
  const { form, submit, failure, discard } = useNetworkForm(settings);
  const { errors, isSubmitting, isDirty } = form.formState;
  return (
    <form
      onSubmit={submit}
      aria-label={words.advanced}
      className="flex flex-col gap-4 border-line border-t px-4 py-4"
    >
      <Field label={words.proxy} hint={words.proxyHint} error={errors.proxy_url?.message}>
        {(ids) => (
          <TextInput
            {...ids}
            className="mono"
            placeholder="http://proxy.example:3128"
            {...form.register('proxy_url')}
          />
        )}
      </Field>
      <Field label={words.direct} hint={words.directHint} error={errors.no_proxy?.message}>
        {(ids) => (
          <TextInput
            {...ids}
            className="mono"
            placeholder=".example.com, 10.0.0.0/8"
            {...form.register('no_proxy')}
          />
        )}
      </Field>
      <Field label={words.authority} hint={words.authorityHint} error={errors.extra_ca_file?.message}>
        {(ids) => <TextInput {...ids} className="mono" {...form.register('extra_ca_file')} />}
      </Field>
      <div className="grid grid-cols-2 gap-4">
        <Seconds form={form} name="first_token_s" label={words.firstToken} hint={words.firstTokenHint} />
        <Seconds form={form} name="stall_s" label={words.stall} hint={words.stallHint} />
      </div>
      <ErrorNote error={failure} />
      <div className="flex justify-end gap-2">
        <Button disabled={!isDirty} onClick={discard}>
          {words.reset}
        </Button>
        <Button type="submit" variant="primary" busy={isSubmitting} disabled={!isDirty}>
          {messages.actions.save}
        </Button>
      </div>
    </form>
  );
}

interface SecondsProps {
  readonly form: UseFormReturn<NetworkFormValues>;
  readonly name: 'first_token_s' | 'stall_s';
  readonly label: string;
  readonly hint: string;
}

function Seconds({ form, name, label, hint }: SecondsProps) {
  return (
    <Field label={label} hint={hint} error={form.formState.errors[name]?.message}>
      {(ids) => (
        <span className="flex items-center gap-2">
          <TextInput {...ids} className="w-20! text-right tabular-nums" {...form.register(name)} />
          <span className="text-muted">{words.seconds}</span>
        </span>
      )}
    </Field>
  );
}
