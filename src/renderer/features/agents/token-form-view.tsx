import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import type { AgentToken, CreatedAgentToken } from '../../../shared/domain/agent-token';
import type { ApiError } from '../../../shared/domain/event';
import { agentTokenCreateRequest } from '../../../shared/ipc/agent-tokens';
import { Button } from '../../components/button';
import { DialogBody, DialogFooter } from '../../components/dialog';
import { Field, TextInput } from '../../components/field';
import { ErrorNote } from '../../components/notes';
import { Select } from '../../components/select';
import { useApp } from '../../lib/app-context';
import { describeIssue } from '../../lib/describe-issue';
import { formatDate } from '../../lib/format';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { ModelListField } from './model-list-field';
import { ScopeField } from './scope-field';
import { LIFETIMES, startTokenForm, type TokenFormValues, toTokenRequest } from './token-form';

const words = messages.agents;

interface TokenFormProps {
  readonly existing: AgentToken | null;
  readonly onCreated: (token: CreatedAgentToken) => void;
  readonly onDone: () => void;
}

const FIELDS = ['name', 'allowed_models', 'scopes'] as const;

export function TokenForm({ existing, onCreated, onDone }: TokenFormProps) {
  const { bridge, replica } = useApp();
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm<TokenFormValues>({ defaultValues: startTokenForm(existing) });
  const { errors, isSubmitting } = form.formState;

  function place(path: string | null, message: string): boolean {
    const name = FIELDS.find((field) => path === field || path?.startsWith(`${field}.`));
    if (name !== undefined) form.setError(name, { message });
    return name !== undefined;
  }

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    const request = toTokenRequest(values, Date.now());
    const checked = agentTokenCreateRequest.safeParse(request);
    if (!checked.success) {
      for (const issue of checked.error.issues) place(issue.path.join('.'), describeIssue(issue));
      return;
    }
    const error = await save(request);
    if (error === null) void replica.agentTokens.refresh();
    else if (!place(error.param, error.message)) setFailure(error);
  });

  async function save(request: ReturnType<typeof toTokenRequest>): Promise<ApiError | null> {
    if (existing === null) {
      const created = await settle(bridge.agentTokens.create(request));
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
            <TextInput {...ids} autoFocus placeholder={words.namePlaceholder} {...form.register('name')} />
          )}
        </Field>
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
          name="scopes"
          render={({ field }) => (
            <ScopeField value={field.value} onChange={field.onChange} error={errors.scopes?.message} />
          )}
        />
        <Controller
          control={form.control}
          name="lifetime"
          render={({ field }) => (
            <Field label={words.expires}>
              {(ids) => (
                <Select
                  id={ids.id}
                  value={field.value}
                  onChange={field.onChange}
                  options={listLifetimes(existing)}
                />
              )}
            </Field>
          )}
        />
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

function listLifetimes(existing: AgentToken | null) {
  const kept = existing?.expires_at ?? null;
  return LIFETIMES.filter((lifetime) => lifetime !== 'keep' || existing !== null).map((value) => ({
    value,
    label:
      value === 'keep' ? words.keepExpiry(kept === null ? null : formatDate(kept)) : words.lifetimes[value],
  }));
}
