import type { AccountBalance, KeyTestResult } from '../../../shared/domain/key';
import { formatCount, formatMoney } from '../../lib/format';
import { messages } from '../../lib/messages';

const words = messages.keys;

/** What a test told of the account: free or paid and who says so, then what is left. */
export function describeAccount({ plan, plan_source, left }: KeyTestResult): readonly string[] {
  return [
    ...(plan === null || plan_source === null ? [] : [words.plans[plan][plan_source]]),
    ...left.map(describeBalance),
  ];
}

function describeBalance({ left, limit, unit, window }: AccountBalance): string {
  const isDollars = unit === 'USD';
  const show = isDollars ? formatMoney : formatCount;
  const amount = words.balance(show(left), limit === null ? null : show(limit), isDollars ? '' : unit);
  return [amount, ...(window === null ? [] : [words.balanceWindows[window]])].join(' ');
}
