import { clsx } from 'clsx';
import type { BudgetState } from '../../../shared/domain/limits';
import { useNow } from '../../lib/app-context';
import { formatMoment, formatMoney } from '../../lib/format';
import { messages } from '../../lib/messages';

const words = messages.agents;
/** From here on a bar says that it will soon be full. */
const SCARCE = 0.8;

interface BudgetBarProps {
  readonly name: string;
  readonly budget: BudgetState | null;
}

/** What is spent of a budget, and until when it has to last. What runs now is shown paler. */
export function BudgetBar({ name, budget }: BudgetBarProps) {
  const now = useNow();
  if (budget === null) return <span className="text-faint">{words.noBudget}</span>;
  const { limit_usd: limit, spent_usd: spent, reserved_usd: reserved } = budget;
  const share = (usd: number) => (limit <= 0 ? 1 : Math.min(1, usd / limit));
  const isSpent = spent >= limit;
  const hint = words.budgetHint(
    formatMoney(budget.remaining_usd),
    formatMoment(budget.resets_at, now),
    reserved > 0 ? formatMoney(reserved) : null,
  );
  return (
    <div className="flex flex-col gap-1" title={hint}>
      <span className="flex items-baseline justify-between gap-2 whitespace-nowrap tabular-nums">
        <span className={clsx('truncate', isSpent && tone(budget))}>
          {words.budgetOf(formatMoney(spent), formatMoney(limit))}
        </span>
        <span className="truncate text-label text-faint">{note(budget)}</span>
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: the native meter cannot show what is set aside */}
      <span
        role="meter"
        aria-label={words.budgetBar(name)}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(spent, limit)}
        className="flex h-1.5 overflow-hidden rounded-full bg-line"
      >
        <span className={fill(budget, share(spent))} style={{ width: `${share(spent) * 100}%` }} />
        <span
          className="bg-line-strong"
          style={{ width: `${Math.min(1 - share(spent), share(reserved)) * 100}%` }}
        />
      </span>
    </div>
  );
}

/** A word goes with the colour. */
function note(budget: BudgetState): string {
  if (budget.spent_usd < budget.limit_usd) return words.windows[budget.window];
  return budget.action === 'block' ? words.spent : words.overWarned;
}

function tone({ action }: BudgetState): string {
  return action === 'block' ? 'text-bad-text' : 'text-warn-text';
}

function fill({ action }: BudgetState, share: number): string {
  if (share >= 1) return action === 'block' ? 'bg-bad' : 'bg-warn';
  return share >= SCARCE ? 'bg-warn' : 'bg-muted';
}
