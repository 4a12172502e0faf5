import { useId } from 'react';
import { Controller, type UseFormReturn } from 'react-hook-form';
import type { Invite } from '../../../../shared/domain/invite';
import { Button } from '../../../components/button';
import { Combobox } from '../../../components/combobox';
import { DialogBody, DialogFooter } from '../../../components/dialog';
import { Field, TextArea, TextInput } from '../../../components/field';
import { Monogram } from '../../../components/monogram';
import { ErrorNote } from '../../../components/notes';
import { Select } from '../../../components/select';
import { Switch } from '../../../components/switch';
import { useApp, useResource } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { takesKeys } from '../key-form';
import { type InviteFormValues, useInviteForm } from './use-invite-form';

const words = messages.invites;

/** Radix takes no empty value. */
const POOL = '-';

interface InviteFormProps {
  readonly onCreated: (invite: Invite) => void;
  readonly onCancel: () => void;
}

export function InviteForm({ onCreated, onCancel }: InviteFormProps) {
  const { form, isBusy, failure, create } = useInviteForm(onCreated);
  const { errors } = form.formState;
  return (
    <form
      className="flex min-h-0 flex-col"
      aria-label={words.inviteTitle}
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <DialogBody>
        <ProviderChoice form={form} />
        <Field label={words.label} error={errors.label?.message}>
          {(ids) => <TextInput {...ids} placeholder={words.labelPlaceholder} {...form.register('label')} />}
        </Field>
        <Field label={words.from} hint={words.fromHint} error={errors.from?.message}>
          {(ids) => <TextInput {...ids} {...form.register('from')} />}
        </Field>
        <Field label={words.message} optional={messages.optional} error={errors.message?.message}>
          {(ids) => (
            <TextArea
              {...ids}
              rows={2}
              placeholder={words.messagePlaceholder}
              {...form.register('message')}
            />
          )}
        </Field>
        <PlaceChoice form={form} />
        <LifetimeChoice form={form} />
        <Controller
          control={form.control}
          name="in_network"
          render={({ field }) => <NetworkSwitch checked={field.value} onChange={field.onChange} />}
        />
        <ErrorNote error={failure} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>{messages.actions.cancel}</Button>
        <Button type="submit" variant="primary" busy={isBusy}>
          {words.create}
        </Button>
      </DialogFooter>
    </form>
  );
}

interface PartProps {
  readonly form: UseFormReturn<InviteFormValues>;
}

function ProviderChoice({ form }: PartProps) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const options = providers
    .filter((provider) => takesKeys(provider) && provider.refused === null)
    .toSorted((left, right) => left.name.localeCompare(right.name))
    .map(({ id, name }) => ({ value: id, label: name, mark: <Monogram id={id} name={name} /> }));
  return (
    <Controller
      control={form.control}
      name="provider_name"
      render={({ field }) => (
        <Field label={words.provider} error={form.formState.errors.provider_name?.message}>
          {(ids) => (
            <Combobox
              {...ids}
              value={field.value}
              onChange={field.onChange}
              options={options}
              placeholder={messages.keys.providerPlaceholder}
            />
          )}
        </Field>
      )}
    />
  );
}

/** A workspace of its own, or every tool. With one workspace there is nothing to choose. */
function PlaceChoice({ form }: PartProps) {
  const { replica } = useApp();
  const workspaces = useResource(replica.workspaces).value ?? [];
  if (workspaces.length < 2) return null;
  const options = [
    { value: POOL, label: words.pool },
    ...workspaces.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Controller
      control={form.control}
      name="workspace_id"
      render={({ field }) => (
        <Field label={words.place} error={form.formState.errors.workspace_id?.message}>
          {(ids) => (
            <Select
              id={ids.id}
              value={field.value === '' ? POOL : field.value}
              onChange={(value) => field.onChange(value === POOL ? '' : value)}
              options={options}
            />
          )}
        </Field>
      )}
    />
  );
}

function LifetimeChoice({ form }: PartProps) {
  const options = words.lifetimes;
  return (
    <Controller
      control={form.control}
      name="lifetime_hours"
      render={({ field }) => (
        <Field label={words.lifetime} error={form.formState.errors.lifetime_hours?.message}>
          {(ids) => <Select id={ids.id} value={field.value} onChange={field.onChange} options={options} />}
        </Field>
      )}
    />
  );
}

interface NetworkSwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

export function NetworkSwitch({ checked, onChange, disabled = false }: NetworkSwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <label htmlFor={id} className="grow">
        <span className="block text-table font-medium">{words.inNetwork}</span>
        <span className="block text-table text-muted">
          {checked ? words.inNetworkOn : words.inNetworkOff}
        </span>
      </label>
      <span className="pt-0.5">
        <Switch id={id} label={words.inNetwork} checked={checked} onChange={onChange} disabled={disabled} />
      </span>
    </div>
  );
}
