import { plural } from './plural';
import { explainKeyTrouble } from './route-words';

const QUOTA_UNITS = { requests: 'requests', tokens: 'tokens', neurons: 'neurons', usd: 'USD' } as const;
const QUOTA_WINDOWS = {
  second: 'a second',
  minute: 'a minute',
  hour: 'an hour',
  day: 'a day',
  month: 'a month',
} as const;

export const keys = {
  lead: 'Encrypted on this computer. Of the healthy keys of a provider, the upper one is tried first.',
  empty: 'No keys yet',
  emptyLead:
    'Paste a key of any provider: gsk_… for Groq, sk-or-… for OpenRouter, AIza… for Google. From the next request on it is used.',
  columns: {
    key: 'Key',
    secret: 'Secret',
    health: 'Health',
    sharing: 'Used by',
    lastUsed: 'Last used',
    actions: 'Actions',
  },
  addTitle: 'Add key',
  addLead: 'It is encrypted at once. Afterwards only its first and last characters are shown.',
  vaultFirst: 'The key needs a safe place first.',
  editTitle: 'Edit key',
  editLead: 'The secret stays as it is.',
  secret: 'Key',
  secretPlaceholder: 'Paste it here',
  secretHint: 'The provider is recognised by how the key begins.',
  recognised: (name: string) => `Recognised: ${name}.`,
  provider: 'Provider',
  providerPlaceholder: 'Choose a provider',
  chooseProvider: 'Choose the provider this key belongs to.',
  severalFit: (count: number) => `${count} providers use keys that begin like this. Choose one.`,
  fits: 'fits this key',
  takesNoKey: 'takes no key',
  getKey: 'Get a key',
  needLabels: { account_id: 'Account ID', project_id: 'Project ID' } as Readonly<Record<string, string>>,
  needHints: { account_id: 'On the overview page of your account, 32 characters.' } as Readonly<
    Record<string, string>
  >,
  label: 'Label',
  labelPlaceholder: 'personal',
  account: 'Account',
  accountHint: 'Keys with the same account name share one quota.',
  secondAccount: (name: string, rule: string | null) =>
    `You already have a key of ${name}. If both belong to one account, give them the same account name. ${rule ?? 'Most terms forbid a second account to multiply a free quota.'}`,
  severalAccounts: (rule: string) => `These keys name different accounts. ${rule}`,
  sameAccount: (account: string) => `It reports the same account as “${account}”, so both draw on one quota.`,
  joinAccount: (account: string) => `Put it into ${account}`,
  labels: 'What its terms say',
  limits: {
    title: 'Own limits',
    hint: 'Empty: as much as the provider takes.',
    perDay: 'Requests a day',
    perMinute: 'Requests a minute',
    spend: 'Spend ($)',
    per: 'Per',
    periods: { day: 'day', week: 'week', month: 'month' },
    over: 'When it is used up',
    actions: { block: 'Stop using the key', warn: 'Go on and warn' },
    number: 'Enter a whole number from 1.',
    money: 'Enter a sum from 0 to 1,000,000.',
    shown: (parts: readonly string[]) => `Own limits: ${parts.join(' · ')}`,
    requestsPerDay: (count: string) => `${count} requests a day`,
    requestsPerMinute: (count: string) => `${count} requests a minute`,
    spent: (spent: string, limit: string, period: string) => `${spent} of ${limit} this ${period}`,
    warnsOnly: 'only warns',
  },
  order: {
    changed: (provider: string) => `${provider} keys are tried in this order from now on.`,
  },
  plans: {
    free: { provider: 'free account, it says', table: 'has a free tier' },
    paid: { provider: 'paid account, it says', table: 'paid' },
    trial: { provider: 'trial credit', table: 'trial credit, then paid' },
  },
  balance: (left: string, limit: string | null, unit: string) =>
    [limit === null ? left : `${left} of ${limit}`, ...(unit === '' ? [] : [unit]), 'left'].join(' '),
  balanceWindows: { day: 'today', month: 'this month' },
  tested: (ago: string, facts: readonly string[]) =>
    facts.length === 0 ? `Tested ${ago}` : `Tested ${ago}: ${facts.join(', ')}`,
  models: (count: number) => plural(count, { one: 'model', other: 'models' }),
  workspace: 'Workspace',
  noWorkspace: 'None',
  share: 'Share with every tool on this machine',
  sharedHint: 'Every token may use this key.',
  unsharedHint: 'Only tokens of its own workspace may use this key.',
  shared: 'Every tool',
  unshared: 'Own workspace',
  test: 'Test connection',
  testing: 'Testing',
  added: (provider: string) => `${provider} key added. The next request can use it.`,
  use: (key: string) => `Use ${key}`,
  actionsOf: (key: string) => `Actions for ${key}`,
  resetHealth: 'Reset health',
  edit: 'Edit',
  delete: 'Delete key',
  deleteTitle: (key: string) => `Delete ${key}`,
  deleteConsequence: (provider: string, aliases: number) =>
    aliases === 0
      ? 'It is removed from the vault and cannot be brought back. No alias depends on it.'
      : `${plural(aliases, { one: 'alias loses its', other: 'aliases lose their' })} last ${provider} slot. The key is removed from the vault and cannot be brought back.`,
  off: 'Off',
  cooling: (left: string) => `Cooling, back in ${left}`,
  explainTrouble: explainKeyTrouble,
  triedAgain: (left: string) => `It is tried again in ${left}.`,
  sharedAccount: (account: string, count: number) =>
    count === 1 ? `Account ${account}` : `Account ${account}, shared by ${count} keys`,
  quota: {
    title: 'Quota left',
    unused: 'Quota: known after the first answer.',
    unknown: 'Quota: this provider does not say.',
    everyModel: 'Every model',
    everyModelLike: (ending: string) => `Every ${ending} model`,
    left: (left: string, limit: string | null, unit: string) =>
      limit === null ? `${left} ${unit} left` : `${left} of ${limit} ${unit}`,
    unknownLeft: (limit: string | null, unit: string) => (limit === null ? unit : `– of ${limit} ${unit}`),
    unitPer: (unit: keyof typeof QUOTA_UNITS, window: keyof typeof QUOTA_WINDOWS) =>
      `${QUOTA_UNITS[unit]} ${QUOTA_WINDOWS[window]}`,
    resetsIn: (left: string) => `resets in ${left}`,
    resetsAt: (time: string) => `resets ${time}`,
    over: 'New count with the next answer',
    withShare: (share: string, source: string) => `${share} left. ${source}`,
    sources: {
      header: (ago: string) => `Header of an answer, ${ago}.`,
      error_body: (ago: string) => `What it said when it refused, ${ago}.`,
      ladder: (ago: string) => `It refused ${ago} and named no time; it is asked again then.`,
      free_tier_table: (asOf: string | null) =>
        asOf === null
          ? 'Free-tier table, counted here. The provider may count otherwise.'
          : `Free-tier table of ${asOf}, counted here. The provider may count otherwise.`,
      other: (ago: string) => `Learned ${ago}.`,
    },
    more: (count: number) => `${plural(count, { one: 'more model', other: 'more models' })}`,
    fewer: 'Fewer models',
  },
} as const;
