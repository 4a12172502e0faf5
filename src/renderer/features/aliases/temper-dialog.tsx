import { useState } from 'react';
import { Controller, type UseFormReturn, useForm } from 'react-hook-form';
import type { Alias } from '../../../shared/domain/alias';
import type { ApiError } from '../../../shared/domain/event';
import { Button } from '../../components/button';
import { Dialog, DialogBody, DialogFooter } from '../../components/dialog';
import { Field, TextInput } from '../../components/field';
import { ErrorNote } from '../../components/notes';
import { Segmented } from '../../components/segmented';
import { Switch } from '../../components/switch';
import { messages } from '../../lib/messages';
import {
  readTemper,
  readTemperNumber,
  startTemper,
  TEMPER_LIMITS,
  type TemperNumber,
  type TemperValues,
} from './temper-form';
import { useAliasChange } from './use-alias-change';

const words = messages.aliases;

interface TemperDialogProps {
  readonly open: boolean;
  readonly alias: Alias;
  readonly onClose: () => void;
}

export function TemperDialog({ open, alias, onClose }: TemperDialogProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={words.temper.title(alias.id)}
      description={words.temper.lead}
    >
      {open && <TemperForm alias={alias} onClose={onClose} />}
    </Dialog>
  );
}

function TemperForm({ alias, onClose }: Omit<TemperDialogProps, 'open'>) {
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm<TemperValues>({ defaultValues: startTemper(alias) });
  const change = useAliasChange();

  const submit = form.handleSubmit(async (values) => {
    const temper = readTemper(values);
    if (temper === null) return;
    const to = { ...alias, ...temper, custom: true };
    const refusal = await change({ from: alias, to, said: words.said.behaviour(alias.id) });
    setFailure(refusal);
    if (refusal === null) onClose();
  });

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <StreamField form={form} />
        <div className="grid grid-cols-3 gap-3">
          <NumberField
            form={form}
            name="patience"
            label={words.temper.patience}
            hint={words.temper.patienceHint}
          />
          <NumberField
            form={form}
            name="first_token"
            label={words.temper.firstToken}
            hint={words.temper.firstTokenHint}
          />
          <NumberField
            form={form}
            name="attempts"
            label={words.temper.attempts}
            hint={words.temper.attemptsHint}
          />
        </div>
        <RefusalField form={form} />
        <ErrorNote error={failure} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{messages.actions.cancel}</Button>
        <Button type="submit" variant="primary" busy={form.formState.isSubmitting}>
          {messages.actions.save}
        </Button>
      </DialogFooter>
    </form>
  );
}

interface TemperFieldProps {
  readonly form: UseFormReturn<TemperValues>;
}

function StreamField({ form }: TemperFieldProps) {
  return (
    <Controller
      control={form.control}
      name="stream_safety"
      render={({ field }) => (
        <div className="flex flex-col items-start gap-1">
          <span className="text-table font-medium">{words.temper.streams}</span>
          <Segmented
            label={words.temper.streams}
            value={field.value}
            onChange={field.onChange}
            options={[
              { value: 'live', label: words.temper.safety.live },
              { value: 'complete', label: words.temper.safety.complete },
            ]}
          />
          <p className="text-table text-muted">{words.temper.safetyHints[field.value]}</p>
        </div>
      )}
    />
  );
}

interface NumberFieldProps extends TemperFieldProps {
  readonly name: TemperNumber;
  readonly label: string;
  readonly hint: string;
}

function NumberField({ form, name, label, hint }: NumberFieldProps) {
  const { least, most } = TEMPER_LIMITS[name];
  const validate = (text: string) =>
    readTemperNumber(name, text) !== null || words.temper.wrong(String(least), String(most));
  return (
    <Field label={label} hint={hint} error={form.formState.errors[name]?.message}>
      {(ids) => (
        <TextInput
          {...ids}
          inputMode="decimal"
          className="tabular-nums"
          {...form.register(name, { validate })}
        />
      )}
    </Field>
  );
}

function RefusalField({ form }: TemperFieldProps) {
  return (
    <Controller
      control={form.control}
      name="route_around_refusals"
      render={({ field }) => (
        <div className="flex items-start gap-3">
          <div className="grow">
            <p className="text-table font-medium">{words.temper.refusals}</p>
            <p className="text-table text-muted">{words.temper.refusalsHint}</p>
          </div>
          <Switch label={words.temper.refusals} checked={field.value} onChange={field.onChange} />
        </div>
      )}
    />
  );
}
