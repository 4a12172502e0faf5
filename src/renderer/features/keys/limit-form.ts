import { z } from 'zod';
import type { ProviderKey } from '../../../shared/domain/key';
import type { BudgetAction, BudgetWindow } from '../../../shared/domain/limits';
import type { KeyUpdateRequest } from '../../../shared/ipc/keys';
import { keyLimitFields } from '../../../shared/ipc/limits';
import { messages } from '../../lib/messages';

const words = messages.keys.limits;

/** Numbers as somebody types them; empty: no limit. */
export interface LimitFormValues {
  readonly daily_limit: string;
  readonly minute_limit: string;
  readonly spend_limit_amount: string;
  readonly spend_limit_period: BudgetWindow;
  readonly spend_limit_action: BudgetAction;
}

type NumberField = 'daily_limit' | 'minute_limit' | 'spend_limit_amount';

export function startLimits(key: ProviderKey): LimitFormValues {
  const text = (value: number | null) => (value === null ? '' : String(value));
  return {
    daily_limit: text(key.daily_limit),
    minute_limit: text(key.minute_limit),
    spend_limit_amount: text(key.spend_limit_amount),
    spend_limit_period: key.spend_limit_period ?? 'month',
    spend_limit_action: key.spend_limit_action ?? 'block',
  };
}

/** What is wrong with a field; `undefined` where nothing is. */
export function checkLimit(field: NumberField, text: string): string | undefined {
  const value = readNumber(text);
  if (keyLimitFields[field].safeParse(value).success) return undefined;
  return field === 'spend_limit_amount' ? words.money : words.number;
}

/** Period and action go along only where there is a sum: main refuses them without one. */
export function toLimitChange(values: LimitFormValues): KeyUpdateRequest {
  const amount = readNumber(values.spend_limit_amount);
  return {
    daily_limit: readNumber(values.daily_limit),
    minute_limit: readNumber(values.minute_limit),
    spend_limit_amount: amount,
    ...(amount === null
      ? {}
      : { spend_limit_period: values.spend_limit_period, spend_limit_action: values.spend_limit_action }),
  };
}

const typed = z.coerce.number();

/** Not a number stays one, for the check to refuse. */
function readNumber(text: string): number | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : (typed.safeParse(trimmed).data ?? Number.NaN);
}
