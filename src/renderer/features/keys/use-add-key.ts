import { useState } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import { toast } from 'sonner';
import type { ApiError } from '../../../shared/domain/event';
import type { KeyTestResult } from '../../../shared/domain/key';
import type { IpcResult } from '../../../shared/ipc/contract';
import { type KeyCreateRequest, keyCreateRequest } from '../../../shared/ipc/keys';
import { useApp, useResource } from '../../lib/app-context';
import { describeIssue } from '../../lib/describe-issue';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import type { ConnectDetails } from '../../lib/use-connect';
import { guessProvider, type KeyFormValues, toKeyRequest } from './key-form';

const words = messages.keys;

/** What the form starts with. */
export interface KeyDraft {
  readonly providerId?: string;
  readonly secret?: string;
}

/** What was tested, and what came of it. */
interface Tested {
  readonly secret: string;
  readonly providerId: string;
  readonly result: KeyTestResult;
}

type Work = 'idle' | 'testing' | 'adding';

/** What the add-key form knows and does: guess the provider, test the key, add it. */
export function useAddKey(initial: KeyDraft, onDone: () => void) {
  const { bridge, replica } = useApp();
  const { form, guess, providers, readRequest, readDetails } = useKeyForm(initial);
  const [work, setWork] = useState<Work>('idle');
  const [tested, setTested] = useState<Tested | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  // A verdict on a key that has been changed since would be a lie.
  const isSame = tested?.secret === form.watch('api_key').trim() && tested.providerId === guess.provider?.id;

  /** Does its work with what the fields hold; when one of them is wrong, only the field says so. */
  async function send<T>(
    kind: Work,
    call: (request: KeyCreateRequest) => Promise<IpcResult<T>>,
    use: (value: T, request: KeyCreateRequest) => void,
  ): Promise<void> {
    setFailure(null);
    setTested(null);
    const request = readRequest();
    if (request === null) return;
    setWork(kind);
    const answer = await settle(call(request));
    setWork('idle');
    if (answer.ok) use(answer.value, request);
    else if (answer.error.param === null || !placeError(form, answer.error.param, answer.error.message))
      setFailure(answer.error);
  }

  const test = () =>
    send('testing', bridge.keys.try, (result, request) =>
      setTested({ secret: request.api_key, providerId: request.provider_name, result }),
    );
  const add = () =>
    send('adding', bridge.keys.create, (key) => {
      form.reset(startValues({}));
      void replica.keys.refresh();
      void replica.providers.refresh();
      toast(words.added(guess.provider?.name ?? key.provider_name));
      onDone();
    });

  const shown = isSame ? tested.result : null;
  return { form, guess, providers, work, result: shown, failure, test, add, readDetails };
}

/** The fields, the provider they speak for, and the request they make. */
function useKeyForm(initial: KeyDraft) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const form = useForm<KeyFormValues>({ defaultValues: startValues(initial) });
  const values = form.watch();
  const guess = guessProvider(values.api_key, values.provider_name, providers);

  /** The request, or nothing when a field is wrong; then the field says so. */
  function readRequest(): KeyCreateRequest | null {
    form.clearErrors();
    if (guess.provider === null) {
      form.setError('provider_name', { message: words.chooseProvider });
      return null;
    }
    const homeId = replica.workspaces.store.getState().value?.[0]?.id ?? null;
    const request = toKeyRequest(form.getValues(), guess.provider, homeId);
    const checked = keyCreateRequest.safeParse(request);
    if (checked.success) return request;
    for (const issue of checked.error.issues) placeError(form, issue.path.join('.'), describeIssue(issue));
    return null;
  }

  /** The same for a key that is not pasted. */
  function readDetails(): ConnectDetails {
    if (guess.provider === null) return {};
    const homeId = replica.workspaces.store.getState().value?.[0]?.id ?? null;
    const request = toKeyRequest(form.getValues(), guess.provider, homeId);
    const { provider_name: _name, api_key: _key, fields: _fields, ...details } = request;
    return details;
  }

  return { form, guess, providers, readRequest, readDetails };
}

function startValues(initial: KeyDraft): KeyFormValues {
  return {
    api_key: initial.secret ?? '',
    provider_name: initial.providerId ?? null,
    key_label: '',
    account: '',
    workspace_id: '',
    share_with_pool: true,
    fields: {},
  };
}

/** Puts a message at the field it is about; false when there is no such field. */
function placeError(form: UseFormReturn<KeyFormValues>, path: string, message: string): boolean {
  if (path.startsWith('fields.')) {
    form.setError(`fields.${path.slice('fields.'.length)}`, { message });
    return true;
  }
  const names = ['api_key', 'provider_name', 'key_label', 'account', 'workspace_id'] as const;
  const name = names.find((candidate) => candidate === path);
  if (name === undefined) return false;
  form.setError(name, { message });
  return true;
}
