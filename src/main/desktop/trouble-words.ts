import type { AttentionItem } from '../../shared/domain/attention';
import type { BudgetWindow } from '../../shared/domain/limits';
import { formatTime, formatUsd } from './tray-words';

export interface Naming {
  /** Provider id → name. */
  readonly names: ReadonlyMap<string, string>;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What is wrong, outside the window: one line, a second one, and the page that mends it. */
export interface Trouble {
  readonly title: string;
  readonly body: string;
  /** As in the address of the window: a page, and what on it. */
  readonly page: string;
}

const KEY_REASONS = new Map([
  ['unauthorized', 'The provider refuses it. It needs a new one.'],
  ['payment_required', 'Its account is out of credit.'],
  ['key_damaged', 'Its entry in the vault is damaged. Delete it and add it again.'],
]);
const WINDOW_WORDS: Readonly<Record<BudgetWindow, string>> = {
  day: 'today',
  week: 'this week',
  month: 'this month',
};

export function describeTrouble(item: AttentionItem, { names, now }: Naming): Trouble {
  switch (item.kind) {
    case 'gateway_failed':
      return { title: 'The gateway is not running', body: item.reason, page: 'settings/general' };
    case 'vault_locked':
      return {
        title: 'The vault is locked',
        body: `${count(item.keys, 'key')} cannot be used until you unlock it.`,
        page: 'settings/vault',
      };
    case 'rekey_stuck':
      return {
        title: 'The vault could not be encrypted anew',
        body: 'Some keys in it are damaged.',
        page: 'keys',
      };
    case 'tokens_void':
      return {
        title: `${count(item.count, 'token')} no longer work${item.count === 1 ? 's' : ''}`,
        body: 'What they were made with is gone. Rotate them.',
        page: 'agents',
      };
    case 'key_failing':
      return {
        title: `${nameKey(names, item)} is failing`,
        body: KEY_REASONS.get(item.code ?? '') ?? 'It does not answer. Others serve meanwhile.',
        page: `keys/${encodeURIComponent(item.key_id)}`,
      };
    case 'budget':
      return describeBudget({ ...item, id: item.owner_id }, now);
    case 'alias_thin':
      return describeAlias(item, { names, now });
    case 'origin_refused':
      return {
        title: `An app at ${item.origin} was refused`,
        body: 'Allow it in the settings if it is yours.',
        page: 'settings/privacy',
      };
  }
}

interface BudgetFacts {
  readonly scope: 'token' | 'workspace' | 'key';
  readonly id: string;
  readonly name: string;
  readonly window: BudgetWindow;
  readonly action: string;
  readonly limit_usd: number;
  readonly spent_usd: number;
  readonly resets_at: string;
}

export function describeBudget(budget: BudgetFacts, now: number): Trouble {
  const { name, limit_usd: limit, spent_usd: spent, action } = budget;
  const page =
    budget.scope === 'workspace'
      ? 'agents'
      : `${budget.scope === 'key' ? 'keys' : 'agents'}/${encodeURIComponent(budget.id)}`;
  const window = WINDOW_WORDS[budget.window];
  const used = `${formatUsd(spent)} of ${formatUsd(limit)} ${window}`;
  if (spent < limit)
    return {
      title: `${name} has used ${Math.floor((spent / limit) * 100)} % of its budget`,
      body: `${used}.`,
      page,
    };
  const title = `${name} has spent its budget`;
  if (action !== 'block') return { title, body: `${used}. Its requests still go through.`, page };
  const back = formatTime(Date.parse(budget.resets_at), now);
  return { title, body: `${used}. It is back at ${back}, or with a higher limit.`, page };
}

type ThinAlias = Extract<AttentionItem, { kind: 'alias_thin' }>;

function describeAlias({ alias, provider, back_at: back }: ThinAlias, { names, now }: Naming): Trouble {
  const page = `aliases/${encodeURIComponent(alias)}`;
  const next = back === null ? '' : ` The next is back at ${formatTime(Date.parse(back), now)}.`;
  return provider === null
    ? { title: `Nothing is left to answer ${alias}`, body: `No slot of it can answer now.${next}`, page }
    : {
        title: `Only ${names.get(provider) ?? provider} is left for ${alias}`,
        body: `The other slots cannot answer now.${next}`,
        page,
      };
}

export function nameKey(
  names: ReadonlyMap<string, string>,
  key: { readonly provider: string; readonly label: string },
): string {
  return `${names.get(key.provider) ?? key.provider} · ${key.label}`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
