import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import type { ApiError } from '../../../../shared/domain/event';
import type { Invite } from '../../../../shared/domain/invite';
import { inviteCreateRequest } from '../../../../shared/ipc/invites';
import { useApp, useResource } from '../../../lib/app-context';
import { describeIssue } from '../../../lib/describe-issue';
import { messages } from '../../../lib/messages';
import { settle } from '../../../lib/settle';

export interface InviteFormValues {
  provider_name: string;
  label: string;
  from: string;
  message: string;
  /** Empty: the pool. */
  workspace_id: string;
  lifetime_hours: string;
  in_network: boolean;
}

/** What the invite form knows and does. */
export function useInviteForm(onCreated: (invite: Invite) => void) {
  const { bridge, replica } = useApp();
  const invites = useResource(replica.invites).value ?? [];
  const form = useForm<InviteFormValues>({
    defaultValues: {
      provider_name: '',
      label: '',
      // As they called themselves last time.
      from: invites.at(-1)?.from ?? '',
      message: '',
      workspace_id: '',
      lifetime_hours: '72',
      in_network: false,
    },
  });
  // What was wrong with a field is not true of what is written there now.
  useEffect(() => {
    const subscription = form.watch((_values, { name }) => name && form.clearErrors(name));
    return () => subscription.unsubscribe();
  }, [form]);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);

  async function create(): Promise<void> {
    setFailure(null);
    form.clearErrors();
    const request = inviteCreateRequest.safeParse(toRequest(form.getValues()));
    if (!request.success) {
      for (const issue of request.error.issues) place(String(issue.path[0] ?? ''), describeIssue(issue));
      return;
    }
    setBusy(true);
    const answer = await settle(bridge.invites.create(request.data));
    setBusy(false);
    if (answer.ok) {
      await replica.invites.refresh();
      onCreated(answer.value);
    } else if (!place(answer.error.param ?? '', answer.error.message)) setFailure(answer.error);
  }

  function place(name: string, message: string): boolean {
    if (!isField(name, form.getValues())) return false;
    const isEmpty = form.getValues(name) === '';
    form.setError(name, { message: isEmpty ? messages.errors.required : message });
    return true;
  }

  return { form, isBusy, failure, create };
}

function isField(name: string, values: InviteFormValues): name is keyof InviteFormValues {
  return Object.hasOwn(values, name);
}

function toRequest({ message, workspace_id: workspaceId, lifetime_hours: hours, ...same }: InviteFormValues) {
  return {
    ...same,
    lifetime_hours: Number(hours),
    ...(message.trim() === '' ? {} : { message }),
    ...(workspaceId === '' ? {} : { workspace_id: workspaceId }),
  };
}
