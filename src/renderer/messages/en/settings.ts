import { plural } from './plural';

export const settings = {
  theme: 'Appearance',
  themeLead: 'System follows your desktop.',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  address: 'Address',
  addressLead: 'Reachable from this computer only.',
  version: 'Version',
  modelsDev: 'Refresh model facts from models.dev',
  modelsDevLead:
    'Prices, context sizes and abilities, about once a day. Only the list is fetched; nothing is sent.',
  advanced: 'Advanced',
  advancedLead: 'How requests leave this computer, and how long they may take.',
  proxy: 'Proxy',
  proxyHint: 'Empty: as HTTPS_PROXY says. A password is kept in the vault and shown as ***.',
  direct: 'Hosts reached directly',
  directHint: 'Separated by commas, as in NO_PROXY. This computer always is.',
  authority: 'Extra certificates',
  authorityHint: 'A PEM file that is trusted beside the system, for a company network.',
  firstToken: 'First token within',
  firstTokenHint: 'All attempts together.',
  stall: 'Longest silence',
  stallHint: 'In the middle of an answer.',
  seconds: 'seconds',
  notANumber: 'A number of seconds, from 1 to 600.',
  saved: 'Saved. The next request goes by it.',
  reset: 'Discard changes',
} as const;

export const origins = {
  title: 'Web pages and browser-based apps',
  lead: 'They are refused unless you allow them here. An allowed one can list models, and needs a token for everything else.',
  none: 'None has tried to connect.',
  allowed: 'Allowed',
  refused: 'Refused',
  times: (count: number) => plural(count, { one: 'request', other: 'requests' }),
  nobody: 'Cannot be allowed: every sandboxed page and local file calls itself that.',
  allow: 'Allow',
  allowLabel: (origin: string) => `Allow ${origin}`,
  remove: 'Remove',
  removeLabel: (origin: string) => `Remove ${origin}`,
  allowedNow: (origin: string) => `${origin} may connect now.`,
  removed: (origin: string) => `${origin} is refused again.`,
  tried: (origin: string) => `An app at ${origin} tried to connect and was refused.`,
  triedNobody: 'A sandboxed page or local file tried to connect and was refused.',
  review: 'Review',
  wrongTokens: (count: number) =>
    `${count} requests came with a wrong token. Check the tools that use SpiderGate.`,
} as const;

export const privatePrompts = {
  title: 'Private prompts only',
  lead: 'Never asks providers that may train on prompts or log them, are for evaluation only, or are hobby services.',
  leftOut: (names: readonly string[]) => `Left out: ${names.join(', ')}`,
  wouldLeaveOut: (names: readonly string[]) => `Would leave out ${names.join(', ')}`,
} as const;

export const anonymous = {
  title: 'Providers without an account',
  lead: 'OVHcloud, Kilo and LLM7 answer without registration. Your own keys come first.',
  on: 'On. They answer when no key of yours can.',
  agreeTitle: 'Answers without an account',
  agreeLead:
    'Prompts of the built-in aliases may then go to these providers when no key of yours can answer:',
  each: [
    { id: 'ovh', name: 'OVHcloud', text: 'Hosted in the EU, does not train on prompts.' },
    { id: 'kilo', name: 'Kilo', text: 'Prompts may be logged and used.' },
    { id: 'llm7', name: 'LLM7', text: 'A hobby service; it is unclear who answers behind it.' },
  ],
  limits:
    'Their limits count per IP address, a few requests a minute, and everybody on your network shares them. Do not send them anything confidential.',
  agree: 'Allow these providers',
  offered: 'Or without any account:',
  offer: 'Let OVHcloud, Kilo and LLM7 answer',
  switchedOn: 'Providers without an account are on.',
  switchedOff: 'Providers without an account are off. The next request leaves them out.',
} as const;
