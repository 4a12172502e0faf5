import { useId } from 'react';
import { Controller, type UseFormReturn } from 'react-hook-form';
import type { ProviderSummary } from '../../../shared/domain/provider';
import type { Workspace } from '../../../shared/domain/workspace';
import { Field, TextInput } from '../../components/field';
import { Note } from '../../components/notes';
import { Select } from '../../components/select';
import { Switch } from '../../components/switch';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import type { KeyFormValues } from './key-form';

const words = messages.keys;

/** Radix takes no empty value. */
const NO_WORKSPACE = '-';

interface KeyPlaceFieldsProps {
  readonly form: UseFormReturn<KeyFormValues>;
  readonly provider: ProviderSummary;
}

/** What the key is called, whose quota it draws on, and who may use it. */
export function KeyPlaceFields({ form, provider }: KeyPlaceFieldsProps) {
  const { replica } = useApp();
  const keys = useResource(replica.keys).value ?? [];
  const workspaces = useResource(replica.workspaces).value ?? [];
  const others = keys.filter((key) => key.provider_name === provider.id).length;
  const { errors } = form.formState;
  return (
    <>
      <Field label={words.label} optional={messages.optional} error={errors.key_label?.message}>
        {(ids) => <TextInput {...ids} placeholder={words.labelPlaceholder} {...form.register('key_label')} />}
      </Field>
      {others > 0 && (
        <>
          <Note tone="info">{words.secondAccount(provider.name, provider.account_rule)}</Note>
          <Field
            label={words.account}
            optional={messages.optional}
            hint={words.accountHint}
            error={errors.account?.message}
          >
            {(ids) => <TextInput {...ids} {...form.register('account')} />}
          </Field>
        </>
      )}
      {workspaces.length > 1 && (
        <Controller
          control={form.control}
          name="workspace_id"
          render={({ field }) => (
            <WorkspaceField
              value={field.value}
              onChange={field.onChange}
              workspaces={workspaces}
              error={errors.workspace_id?.message}
            />
          )}
        />
      )}
      <Controller
        control={form.control}
        name="share_with_pool"
        render={({ field }) => <ShareSwitch checked={field.value} onChange={field.onChange} />}
      />
    </>
  );
}

interface WorkspaceFieldProps {
  /** Empty: none. */
  readonly value: string;
  readonly onChange: (workspaceId: string) => void;
  readonly workspaces: readonly Workspace[];
  readonly error?: string | undefined;
}

/** Whose key it is, where there is a choice. */
export function WorkspaceField({ value, onChange, workspaces, error }: WorkspaceFieldProps) {
  return (
    <Field label={words.workspace} error={error}>
      {(ids) => (
        <Select
          id={ids.id}
          value={value === '' ? NO_WORKSPACE : value}
          onChange={(chosen) => onChange(chosen === NO_WORKSPACE ? '' : chosen)}
          options={[
            { value: NO_WORKSPACE, label: words.noWorkspace },
            ...workspaces.map((workspace) => ({ value: workspace.id, label: workspace.name })),
          ]}
        />
      )}
    </Field>
  );
}

interface ShareSwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function ShareSwitch({ checked, onChange }: ShareSwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <label htmlFor={id} className="grow">
        <span className="block text-table font-medium">{words.share}</span>
        <span className="block text-table text-muted">{checked ? words.sharedHint : words.unsharedHint}</span>
      </label>
      <span className="pt-0.5">
        <Switch id={id} label={words.share} checked={checked} onChange={onChange} />
      </span>
    </div>
  );
}
