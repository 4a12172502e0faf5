import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Controller, type UseFormReturn, useForm } from 'react-hook-form';
import type { AgentToken, CreatedAgentToken } from '../../../shared/domain/agent-token';
import type { ApiError } from '../../../shared/domain/event';
import { agentTokenCreateRequest } from '../../../shared/ipc/agent-tokens';
import { Button } from '../../components/button';
import { DialogBody, DialogFooter } from '../../components/dialog';
import { Field, TextInput } from '../../components/field';
import { ErrorNote } from '../../components/notes';
import { Select } from '../../components/select';
import { Switch } from '../../components/switch';
import { useApp, useResource } from '../../lib/app-context';
import { describeIssue } from '../../lib/describe-issue';
import { formatDate } from '../../lib/format';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { BudgetFields, CountFields } from './limit-fields';
import { areReadable } from './limit-form';
import { ModelListField } from './model-list-field';
import { PresetField } from './preset-field';
import { ScopeField } from './scope-field';
import {
  applyPreset,
  LIFETIMES,
  type Preset,
  startTokenForm,
  type TokenFormValues,
  toTokenRequest,
} from './token-form';

const words = messages.agents;

interface TokenFormProps {
  readonly existing: AgentToken | null;
  readonly isForLimit: boolean;
  readonly onCreated: (token: CreatedAgentToken) => void;
  readonly onDone: () => void;
}

const FIELDS = ['name', 'workspace_id', 'allowed_models', 'scopes'] as const;

export function TokenForm({ existing, isForLimit, onCreated, onDone }: TokenFormProps) {
  const { bridge, replica } = useApp();
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm<TokenFormValues>({ defaultValues: startTokenForm(existing) });
  const [preset, setPreset] = useState<Preset>('open');
  const { errors, isSubmitting } = form.formState;

  function place(path: string | null, message: string): boolean {
    const name = FIELDS.find((field) => path === field || path?.startsWith(`${field}.`));
    if (name !== undefined) form.setError(name, { message });
    return name !== undefined;
  }

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    if (!areReadable(values.limits)) return;
    const request = toTokenRequest(values, Date.now());
    const checked = agentTokenCreateRequest.safeParse(request);
    if (!checked.success) {
      for (const issue of checked.error.issues) place(issue.path.join('.'), describeIssue(issue));
      return;
    }
    const error = await save(request, values.workspace_id);
    if (error === null) void replica.agentTokens.refresh();
    else if (!place(error.param, error.message)) setFailure(error);
  });

  async function save(
    request: ReturnType<typeof toTokenRequest>,
    workspaceId: string,
  ): Promise<ApiError | null> {
    if (existing === null) {
      const created = await settle(bridge.agentTokens.create({ ...request, workspace_id: workspaceId }));
      if (!created.ok) return created.error;
      onCreated(created.value);
      return null;
    }
    const updated = await settle(bridge.agentTokens.update({ id: existing.id, change: request }));
    if (!updated.ok) return updated.error;
    onDone();
    return null;
  }

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col" aria-label={words.create}>
      <DialogBody>
        <Field label={words.name} hint={words.nameHint} error={errors.name?.message}>
          {(ids) => (
            <TextInput
              {...ids}
              autoFocus={!isForLimit}
              placeholder={words.namePlaceholder}
              {...form.register('name')}
            />
          )}
        </Field>
        {existing === null && (
          <>
            <WorkspaceField form={form} />
            <PresetField
              value={preset}
              onChange={(next) => {
                setPreset(next);
                form.reset(applyPreset(next, form.getValues()), { keepDirty: true });
              }}
            />
          </>
        )}
        <Controller
          control={form.control}
          name="allowed_models"
          render={({ field }) => (
            <ModelListField
              value={field.value}
              onChange={field.onChange}
              error={errors.allowed_models?.message}
            />
          )}
        />
        <Controller
          control={form.control}
          name="limits"
          render={({ field }) => (
            <BudgetFields value={field.value} onChange={field.onChange} isFirst={isForLimit} />
          )}
        />
        <FreeField form={form} />
        <MoreFields form={form} existing={existing} />
        <ErrorNote error={failure} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onDone}>{messages.actions.cancel}</Button>
        <Button type="submit" variant="primary" busy={isSubmitting}>
          {existing === null ? words.create : messages.actions.save}
        </Button>
      </DialogFooter>
    </form>
  );
}

interface FieldProps {
  readonly form: UseFormReturn<TokenFormValues>;
}

/** Only where there is a choice. */
function WorkspaceField({ form }: FieldProps) {
  const { replica } = useApp();
  const workspaces = useResource(replica.workspaces).value ?? [];
  if (workspaces.length < 2) return null;
  return (
    <Controller
      control={form.control}
      name="workspace_id"
      render={({ field }) => (
        <Field label={words.workspace} error={form.formState.errors.workspace_id?.message}>
          {({ id }) => (
            <Select
              id={id}
              value={field.value}
              onChange={field.onChange}
              options={workspaces.map((workspace) => ({ value: workspace.id, label: workspace.name }))}
            />
          )}
        </Field>
      )}
    />
  );
}

function FreeField({ form }: FieldProps) {
  return (
    <Controller
      control={form.control}
      name="free_models_only"
      render={({ field }) => (
        <div className="flex items-start gap-3">
          <div className="grow">
            <p className="text-table font-medium">{words.freeField}</p>
            <p className="text-table text-muted">{words.freeFieldHint}</p>
          </div>
          <Switch label={words.freeField} checked={field.value} onChange={field.onChange} />
        </div>
      )}
    />
  );
}

interface MoreFieldsProps extends FieldProps {
  readonly existing: AgentToken | null;
}

/** What most people leave as it is. */
function MoreFields({ form, existing }: MoreFieldsProps) {
  return (
    <details className="group rounded-md border border-line">
      <summary className="flex h-8 items-center gap-1.5 rounded-md px-2.5 text-table font-medium hover:bg-hover">
        <ChevronRight className="text-muted transition-transform group-open:rotate-90" aria-hidden />
        {words.more}
      </summary>
      <div className="flex flex-col gap-4 border-line border-t p-3">
        <Controller
          control={form.control}
          name="limits"
          render={({ field }) => <CountFields value={field.value} onChange={field.onChange} />}
        />
        <Controller
          control={form.control}
          name="scopes"
          render={({ field }) => (
            <ScopeField
              value={field.value}
              onChange={field.onChange}
              error={form.formState.errors.scopes?.message}
            />
          )}
        />
        <Controller
          control={form.control}
          name="lifetime"
          render={({ field }) => (
            <Field label={words.expires}>
              {({ id }) => (
                <Select
                  id={id}
                  value={field.value}
                  onChange={field.onChange}
                  options={listLifetimes(existing)}
                />
              )}
            </Field>
          )}
        />
      </div>
    </details>
  );
}

function listLifetimes(existing: AgentToken | null) {
  const kept = existing?.expires_at ?? null;
  return LIFETIMES.filter((lifetime) => lifetime !== 'keep' || existing !== null).map((value) => ({
    value,
    label:
      value === 'keep' ? words.keepExpiry(kept === null ? null : formatDate(kept)) : words.lifetimes[value],
  }));
}
