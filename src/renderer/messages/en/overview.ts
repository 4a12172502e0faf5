import { plural } from './plural';

export const overview = {
  title: 'Overview',
  firstTitle: 'Get your first answer',
  firstLead: 'It takes about a minute. Step 2 can wait: the built-in demo answers without a key.',
  figures: {
    label: 'Today',
    requests: 'Requests today',
    running: (count: number) => (count === 0 ? 'none running' : `${count} running`),
    success: 'Answered',
    successHint: 'Of all requests that reached a provider: how many got an answer, from whichever provider.',
    fellBack: (count: number) => plural(count, { one: 'fallback', other: 'fallbacks' }),
    noFallback: 'all by the first choice',
    spent: 'Spent today',
    priced: 'all prices known',
    unpriced: (count: number) =>
      `without ${plural(count, { one: 'request', other: 'requests' })} of unknown price`,
    estimated: (count: number) => `${plural(count, { one: 'request', other: 'requests' })} estimated`,
    saved: 'Saved today',
    savedHint: 'What the same tokens would have cost more at the dearest paid slot of each alias.',
    estimate: 'estimate',
    tokens: 'Tokens today',
    tokensSplit: (input: string, output: string) => `${input} in, ${output} out`,
  },
  chart: {
    title: 'Last 24 hours',
    measure: 'What is shown',
    measures: { requests: 'Requests', tokens: 'Tokens', cost: 'Cost' },
    form: 'How it is shown',
    forms: { chart: 'Chart', table: 'Table' },
    summary: (what: string, total: string, peak: string, hour: string) =>
      `${what} by provider in the last 24 hours: ${total} in all, most in the hour from ${hour} with ${peak}.`,
    hour: 'Hour',
    all: 'All',
    others: 'Others',
    nobody: 'Not served',
    none: 'Nothing in the last 24 hours.',
    noCost: 'Nothing was spent in the last 24 hours.',
  },
  accounts: {
    title: 'Accounts',
    openKeys: 'All keys',
    none: 'No keys yet. Local servers and the demo answer meanwhile.',
    keys: (count: number) => plural(count, { one: 'key', other: 'keys' }),
    left: (share: string) => `${share} left`,
    unknown: 'not known',
    windows: { second: 'second', minute: 'minute', hour: 'hour', day: 'day', month: 'month' },
    windowResets: (window: string, time: string) => `${window}, resets ${time}`,
    unused: 'Quota shows after the first answer',
    silent: 'Says nothing about its quota',
    noAccount: 'needs no account',
    onThisComputer: 'on this computer',
    more: (count: number) => `${plural(count, { one: 'more account', other: 'more accounts' })}`,
  },
  recent: 'Recent requests',
  noneYet: 'Nothing yet. The first request appears here by itself.',
  unread: 'Could not be read.',
  openLog: 'All requests',
} as const;

/** What is wrong, in a sentence each, and the one button that mends it. */
export const attention = {
  title: 'Needs attention',
  gatewayFailed: (reason: string) => (reason === '' ? 'The gateway could not start.' : reason),
  rekeyStuck:
    'The vault could not be encrypted anew, because some keys in it are damaged. Delete those first.',
  keyFailing: (key: string, reason: string) => `${key} is failing. ${reason}`,
  windows: { day: 'today', week: 'this week', month: 'this month' },
  budgetNear: (name: string, spent: string, limit: string, window: string) =>
    `${name} has used ${spent} of its ${limit} ${window}.`,
  budgetBlocks: (name: string, limit: string, window: string, back: string) =>
    `${name} has spent its ${limit} for ${window}. It is back ${back}, or with a higher limit.`,
  budgetOver: (name: string, spent: string, limit: string, window: string) =>
    `${name} has spent ${spent} ${window}, over its ${limit}. Its requests still go through.`,
  at: (time: string) => `at ${time}`,
  aliasOne: (alias: string, provider: string) => `Only ${provider} is left to answer ${alias}.`,
  aliasNone: (alias: string) => `No slot of ${alias} can answer now.`,
  aliasesOne: (aliases: string) => `One candidate each is left for ${aliases}.`,
  aliasesNone: (aliases: string) => `No slot can answer ${aliases} now.`,
  andMore: (names: string, count: number) => `${names} and ${count} more`,
  backAt: (time: string) => `The next is back ${time}.`,
  works: (key: string) => `${key} works again.`,
  actions: {
    openSettings: 'Open settings',
    openKeys: 'Show keys',
    openAgents: 'Show agents',
    openAlias: 'Show alias',
    openAliases: 'Show aliases',
    newKey: 'Add a new key',
    addKeyOf: (provider: string) => `Add ${provider} key`,
    testAgain: 'Test again',
    changeLimit: 'Change limit',
    review: 'Review',
  },
} as const;

export const guide = {
  label: 'First steps',
  hide: 'Hide these steps',
  done: 'Done',
  address: {
    title: 'Give your tools this address',
    lead: 'Wherever a tool asks for an OpenAI base URL.',
    how: 'Show me where',
  },
  key: {
    title: 'Paste a key',
    lead: 'Of any provider you have an account with. It is recognised by how it begins, and kept encrypted on this computer.',
    field: 'Key',
    placeholder: 'Paste a key here',
    choose: 'Choose a provider',
    getOne: 'None at hand? Free keys from',
  },
  call: {
    title: 'Create a token and call',
    lead: 'Each tool gets its own token. This command then asks for a first answer.',
    firstName: 'first-tool',
    nextName: (number: number) => `tool-${number}`,
    create: 'Create a token',
    createAnother: 'Create another token',
    existing: (count: number) =>
      `You have ${plural(count, { one: 'token', other: 'tokens' })}. Each was shown once, when it was made.`,
    shownOnce: 'The token is shown here only now. Copy the command before you leave this page.',
  },
  answer: {
    title: 'See the answer arrive',
    waiting: 'Run the command in a terminal. The request appears here while it is answered.',
  },
  withAnonymous: 'Without any key, OVHcloud, Kilo and LLM7 answer already, within their limits.',
  withoutKey: (found: readonly string[]) =>
    found.length === 0
      ? 'Without any key, spidergate/demo answers already, and so does a local server (Ollama, LM Studio, llama.cpp) as soon as it runs.'
      : `Without any key, ${found.join(' and ')} on this computer ${found.length === 1 ? 'answers' : 'answer'} already, and so does spidergate/demo.`,
} as const;
