import { Check } from 'lucide-react';
import type { UseFormReturn } from 'react-hook-form';
import type { ProviderSummary } from '../../../shared/domain/provider';
import { Button } from '../../components/button';
import { DialogBody, DialogFooter } from '../../components/dialog';
import { Field, SecretInput, TextInput } from '../../components/field';
import { ErrorNote, Note } from '../../components/notes';
import { messages } from '../../lib/messages';
import { holdsSeveralKeys } from './import/holds-several-keys';
import type { KeyFormValues, ProviderGuess } from './key-form';
import { KeyPlaceFields } from './key-place-fields';
import { ProviderField } from './provider-field';
import { TestResult } from './test-result';
import { type KeyDraft, useAddKey } from './use-add-key';

const words = messages.keys;

interface AddKeyFormProps {
  readonly initial: KeyDraft;
  readonly onDone: () => void;
  readonly onSeveral: (text: string) => void;
}

export function AddKeyForm({ initial, onDone, onSeveral }: AddKeyFormProps) {
  const { form, guess, providers, work, result, failure, test, add, readDetails } = useAddKey(
    initial,
    onDone,
  );
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
        <SecretField form={form} guess={guess} onSeveral={onSeveral} />
        <ProviderField
          guess={guess}
          providers={providers}
          error={form.formState.errors.provider_name?.message}
          onChoose={(id) => form.setValue('provider_name', id)}
          onConnected={onDone}
          readDetails={readDetails}
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

interface PartProps {
  readonly form: UseFormReturn<KeyFormValues>;
}

interface SecretFieldProps extends PartProps {
  readonly guess: ProviderGuess;
  readonly onSeveral: (text: string) => void;
}

function SecretField({ form, guess, onSeveral }: SecretFieldProps) {
  const isRecognised = guess.by === 'prefix' && guess.provider !== null && guess.refused === null;
  return (
    <Field
      label={words.secret}
      error={form.formState.errors.api_key?.message}
      hint={isRecognised ? <Recognised name={guess.provider.name} /> : words.secretHint}
    >
      {(ids) => (
        <SecretInput
          {...ids}
          autoFocus
          placeholder={words.secretPlaceholder}
          {...form.register('api_key')}
          onPaste={(event) => {
            const text = event.clipboardData.getData('text');
            if (!holdsSeveralKeys(text)) return;
            event.preventDefault();
            onSeveral(text);
          }}
        />
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
