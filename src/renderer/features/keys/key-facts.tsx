import type { ReactNode } from 'react';
import type { ProviderKey, TestedKey } from '../../../shared/domain/key';
import { Button } from '../../components/button';
import { MarkedWord } from '../../components/marks';
import { useNow } from '../../lib/app-context';
import { formatCount, formatMoney, formatRelative } from '../../lib/format';
import { messages } from '../../lib/messages';
import { describeAccount } from './test-facts';

const words = messages.keys;

interface KeyFactsProps {
  readonly apiKey: ProviderKey;
  readonly terms: readonly string[];
  /** A test that was asked for stands below already. */
  readonly isResultShown: boolean;
  readonly onJoinAccount: (account: string) => Promise<void>;
}

/** Below a key: what its provider's terms say, its own limits, and what the last test told of its account. */
export function KeyFacts({ apiKey, terms, isResultShown, onJoinAccount }: KeyFactsProps) {
  const now = useNow();
  const limits = describeLimits(apiKey);
  const test = isResultShown ? null : apiKey.last_test;
  const tested = test === null ? null : words.tested(formatRelative(test.tested_at, now), describeTest(test));
  const facts: readonly ReactNode[] = [
    ...terms.map((term) => (
      <span key={term} className="rounded-sm border border-line px-1.5 py-px text-muted">
        {term}
      </span>
    )),
    ...(limits === null ? [] : [<span key="limits">{limits}</span>]),
    ...(tested === null ? [] : [<TestedFact key="tested" isGood={test?.ok !== false} text={tested} />]),
  ];
  const { suggested_account: suggestion } = apiKey;
  if (facts.length === 0 && suggestion === null) return null;
  return (
    <tr>
      <td colSpan={6} className="px-3 pb-2">
        <div className="flex flex-col gap-1 pl-12.5 text-label text-muted">
          {facts.length > 0 && <p className="flex flex-wrap items-center gap-x-3 gap-y-1">{facts}</p>}
          {suggestion !== null && (
            <p className="flex flex-wrap items-center gap-2 text-table">
              {words.sameAccount(suggestion)}
              <Button
                variant="quiet"
                className="h-5! px-1.5! text-table!"
                onClick={() => void onJoinAccount(suggestion)}
              >
                {words.joinAccount(suggestion)}
              </Button>
            </p>
          )}
        </div>
      </td>
    </tr>
  );
}

/** A key that was refused says so, until somebody asks again. */
function TestedFact({ isGood, text }: { readonly isGood: boolean; readonly text: string }) {
  return isGood ? <span>{text}</span> : <MarkedWord tone="bad">{text}</MarkedWord>;
}

function describeTest(test: TestedKey): readonly string[] {
  if (!test.ok) return [test.message];
  const { models_found: models } = test;
  return [...(models === null ? [] : [words.models(models)]), ...describeAccount(test)];
}

function describeLimits(key: ProviderKey): ReactNode | null {
  const { limits } = words;
  const { daily_limit: daily, minute_limit: minute, spend, spend_limit_amount: amount } = key;
  const parts = [
    ...(daily === null ? [] : [limits.requestsPerDay(formatCount(daily))]),
    ...(minute === null ? [] : [limits.requestsPerMinute(formatCount(minute))]),
    ...(amount === null || key.spend_limit_period === null
      ? []
      : [
          limits.spent(
            formatMoney(spend?.spent_usd ?? null),
            formatMoney(amount),
            limits.periods[key.spend_limit_period],
          ),
        ]),
    ...(key.spend_limit_action === 'warn' ? [limits.warnsOnly] : []),
  ];
  if (parts.length === 0) return null;
  const isSpent = spend !== null && spend.remaining_usd <= 0;
  return <span className={isSpent ? 'text-bad-text' : undefined}>{limits.shown(parts)}</span>;
}
