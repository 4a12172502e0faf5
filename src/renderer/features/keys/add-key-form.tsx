import { Check } from 'lucide-react';
import { useState } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import { toast } from 'sonner';
import type { ApiError } from '../../../shared/domain/event';
import type { KeyTestResult } from '../../../shared/domain/key';
import type { ProviderSummary } from '../../../shared/domain/provider';
import { keyCreateRequest } from '../../../shared/ipc/keys';
import { Button } from '../../components/button';
import { DialogBody, DialogFooter } from '../../components/dialog';
import { Field, SecretInput, TextInput } from '../../components/field';
import { ErrorNote, Note } from '../../components/notes';
import { useApp, useResource } from '../../lib/app-context';
import { describeIssue } from '../../lib/describe-issue';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { guessProvider, type KeyFormValues, type ProviderGuess, toKeyRequest } from './key-form';
import { KeyPlaceFields } from './key-place-fields';
import { ProviderField } from './provider-field';
import { TestResult } from './test-result';

const words = messages.keys;

interface AddKeyFormProps {
  readonly initial: { readonly providerId?: string; readonly secret?: string };
  readonly onDone: () => void;
}

type Work = 'idle' | 'testing' | 'adding';

export function AddKeyForm({ initial, onDone }: AddKeyFormProps) {
  const { bridge, replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const form = useForm<KeyFormValues>({ defaultValues: startValues(initial) });
  const [work, setWork] = useState<Work>('idle');
  const [result, setResult] = useState<KeyTestResult | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const values = form.watch();
  const guess = guessProvider(values.api_key, values.provider_name, providers);

  /** The request, or nothing when a field is wrong; then the field says so. */
  function readRequest() {
    form.clearErrors();
    setFailure(null);
    setResult(null);
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

  function showFailure(error: ApiError): void {
    if (error.param === null || !placeError(form, error.param, error.message)) setFailure(error);
  }

  async function test(): Promise<void> {
    const request = readRequest();
    if (request === null) return;
    setWork('testing');
    const answer = await settle(bridge.keys.try(request));
    setWork('idle');
    if (answer.ok) setResult(answer.value);
    else showFailure(answer.error);
  }

  async function add(): Promise<void> {
    const request = readRequest();
    if (request === null) return;
    setWork('adding');
    const answer = await settle(bridge.keys.create(request));
    setWork('idle');
    if (!answer.ok) return showFailure(answer.error);
    form.reset(startValues({}));
    void replica.keys.refresh();
    void replica.providers.refresh();
    toast(words.added(guess.provider?.name ?? answer.value.provider_name));
    onDone();
  }

  const isRefused = guess.refused !== null;
  return (
    <form
      className="flex min-h-0 flex-col"
      aria-label={words.addTitle}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <DialogBody>
        <SecretField form={form} guess={guess} />
        <ProviderField
          guess={guess}
          providers={providers}
          error={form.formState.errors.provider_name?.message}
          onChoose={(id) => form.setValue('provider_name', id)}
        />
        {guess.refused !== null && <Note tone="warn">{guess.refused}</Note>}
        {guess.provider !== null && !isRefused && (
          <>
            <NeededFields form={form} provider={guess.provider} />
            <KeyPlaceFields form={form} provider={guess.provider} />
          </>
        )}
        {result !== null && <TestResult result={result} />}
        <ErrorNote error={failure} />
      </DialogBody>
      <DialogFooter>
        <Button
          className="mr-auto"
          busy={work === 'testing'}
          disabled={isRefused || work !== 'idle'}
          onClick={() => void test()}
        >
          {words.test}
        </Button>
        <Button onClick={onDone}>{messages.actions.cancel}</Button>
        <Button
          type="submit"
          variant="primary"
          busy={work === 'adding'}
          disabled={isRefused || work !== 'idle'}
        >
          {messages.actions.addKey}
        </Button>
      </DialogFooter>
    </form>
  );
}

function startValues(initial: { readonly providerId?: string; readonly secret?: string }): KeyFormValues {
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

interface PartProps {
  readonly form: UseFormReturn<KeyFormValues>;
}

function SecretField({ form, guess }: PartProps & { readonly guess: ProviderGuess }) {
  const isRecognised = guess.by === 'prefix' && guess.provider !== null && guess.refused === null;
  return (
    <Field
      label={words.secret}
      error={form.formState.errors.api_key?.message}
      hint={isRecognised ? <Recognised name={guess.provider.name} /> : words.secretHint}
    >
      {(ids) => (
        <SecretInput {...ids} autoFocus placeholder={words.secretPlaceholder} {...form.register('api_key')} />
      )}
    </Field>
  );
}

function Recognised(props: { readonly name: string }) {
  return (
    <span className="flex items-center gap-1 text-ok-text">
      <Check className="size-3.5!" aria-hidden />
      {words.recognised(props.name)}
    </span>
  );
}

function NeededFields({ form, provider }: PartProps & { readonly provider: ProviderSummary }) {
  return provider.needs.map((need) => (
    <Field
      key={need}
      label={words.needLabels[need] ?? need}
      hint={words.needHints[need]}
      error={form.formState.errors.fields?.[need]?.message}
    >
      {(ids) => <TextInput {...ids} className="mono" {...form.register(`fields.${need}`)} />}
    </Field>
  ));
}
