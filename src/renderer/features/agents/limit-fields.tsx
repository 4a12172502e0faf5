import { Field, TextInput } from '../../components/field';
import { Select } from '../../components/select';
import { messages } from '../../lib/messages';
import { COUNT_LIMITS, type LimitValues, readCount, readMoney } from './limit-form';

const words = messages.agents.limitFields;
const WINDOWS = ['day', 'week', 'month'] as const;
const ACTIONS = ['block', 'warn'] as const;

interface LimitFieldsProps {
  readonly value: LimitValues;
  readonly onChange: (value: LimitValues) => void;
}

/** How much money, per what, and what happens then. `isFirst`: that is what the dialog was opened for. */
export function BudgetFields({
  value,
  onChange,
  isFirst = false,
}: LimitFieldsProps & { readonly isFirst?: boolean }) {
  return (
    <div className="grid grid-cols-[1fr_1fr_2fr] gap-3">
      <Field label={words.budget} error={readMoney(value.budget) === undefined ? words.notMoney : undefined}>
        {(ids) => (
          <TextInput
            {...ids}
            autoFocus={isFirst}
            inputMode="decimal"
            placeholder={words.empty}
            className="tabular-nums"
            value={value.budget}
            onChange={(event) => onChange({ ...value, budget: event.target.value })}
          />
        )}
      </Field>
      <Field label={words.window}>
        {({ id }) => (
          <Select
            id={id}
            value={value.window}
            onChange={(next) =>
              onChange({ ...value, window: WINDOWS.find((window) => window === next) ?? value.window })
            }
            options={WINDOWS.map((window) => ({ value: window, label: words.windows[window] }))}
          />
        )}
      </Field>
      <Field label={words.action}>
        {({ id }) => (
          <Select
            id={id}
            value={value.action}
            onChange={(next) =>
              onChange({ ...value, action: ACTIONS.find((action) => action === next) ?? value.action })
            }
            options={ACTIONS.map((action) => ({ value: action, label: words.actions[action] }))}
          />
        )}
      </Field>
    </div>
  );
}

/** How often, how much, how many at once. */
export function CountFields({ value, onChange }: LimitFieldsProps) {
  return (
    <div className="grid grid-cols-2 gap-3">
      {COUNT_LIMITS.map((name) => (
        <Field
          key={name}
          label={words[name]}
          error={readCount(value[name]) === undefined ? words.notCount : undefined}
        >
          {(ids) => (
            <TextInput
              {...ids}
              inputMode="numeric"
              placeholder={words.empty}
              className="tabular-nums"
              value={value[name]}
              onChange={(event) => onChange({ ...value, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}
