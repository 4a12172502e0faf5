import { Controller, type UseFormReturn } from 'react-hook-form';
import { Field, TextInput } from '../../components/field';
import { Select } from '../../components/select';
import { messages } from '../../lib/messages';
import type { EditKeyValues } from './edit-key-form';
import { checkLimit } from './limit-form';

const words = messages.keys.limits;
const PERIODS = (['day', 'week', 'month'] as const).map((value) => ({ value, label: words.periods[value] }));
const ACTIONS = (['block', 'warn'] as const).map((value) => ({ value, label: words.actions[value] }));

interface LimitFieldsProps {
  readonly form: UseFormReturn<EditKeyValues>;
  /** The dialog was opened for what it may spend. */
  readonly isFirst: boolean;
}

/** How much this key may be used, whatever its provider would take. */
export function LimitFields({ form, isFirst }: LimitFieldsProps) {
  const { errors } = form.formState;
  const number = (name: 'daily_limit' | 'minute_limit' | 'spend_limit_amount', label: string) => (
    <Field label={label} error={errors[name]?.message}>
      {(ids) => (
        <TextInput
          {...ids}
          autoFocus={isFirst && name === 'spend_limit_amount'}
          inputMode="decimal"
          className="tabular-nums"
          {...form.register(name, { validate: (text) => checkLimit(name, text) })}
        />
      )}
    </Field>
  );
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-table font-medium">{words.title}</legend>
      <p className="-mt-1 text-table text-muted">{words.hint}</p>
      <div className="grid grid-cols-2 gap-3">
        {number('daily_limit', words.perDay)}
        {number('minute_limit', words.perMinute)}
      </div>
      <div className="grid grid-cols-[1fr_1fr_2fr] gap-3">
        {number('spend_limit_amount', words.spend)}
        <Controller
          control={form.control}
          name="spend_limit_period"
          render={({ field }) => (
            <Field label={words.per}>
              {({ id }) => <Select id={id} value={field.value} onChange={field.onChange} options={PERIODS} />}
            </Field>
          )}
        />
        <Controller
          control={form.control}
          name="spend_limit_action"
          render={({ field }) => (
            <Field label={words.over}>
              {({ id }) => <Select id={id} value={field.value} onChange={field.onChange} options={ACTIONS} />}
            </Field>
          )}
        />
      </div>
    </fieldset>
  );
}
