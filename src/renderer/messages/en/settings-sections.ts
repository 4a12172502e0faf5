import { plural } from './plural';

export const settingSections = {
  label: 'Sections',
  general: 'General',
  notifications: 'Notifications',
  privacy: 'Privacy and log',
  sources: 'Models and providers',
  vault: 'Vault',
  backup: 'Backup',
  network: 'Network',
  about: 'About',
} as const;

export const portSettings = {
  title: 'Port',
  lead: 'The number at the end of the address. Tools that are set up already need the new address.',
  action: 'Change',
  actionLabel: 'Change port',
  notANumber: 'A number from 1 to 65535.',
  moved: (address: string) => `Listening at ${address} now.`,
} as const;

export const desktopSettings = {
  login: 'Start at login',
  loginLead: 'Tools then find their address whenever you work.',
  loginUnknown: 'This system has no login items that SpiderGate knows of.',
  hidden: 'Stay in the tray at login',
  hiddenLead: 'The window opens when you ask for it.',
  links: 'Open spidergate:// links',
  linksLead:
    'What somebody you invited sends you as a link then opens here. Nothing is added before you say so.',
  linksUnknown: 'This system has no way to open links that SpiderGate knows of.',
  linksFile: (file: string) => `Written to ${file}, and as one line to mimeapps.list.`,
  zone: 'Time zone',
  zoneLead: 'In which budgets begin their days, weeks and months.',
  zoneSystem: (zone: string) => `As the system (${zone})`,
  notify: 'Tell me outside the window',
  notifyLead: 'Each thing once. What comes together is one notification.',
  kinds: {
    budgets: { title: 'Budgets', lead: 'One is used to 80 %, or spent.' },
    keys: { title: 'Keys', lead: 'One fails, or works again.' },
    aliases: { title: 'Aliases', lead: 'Nothing is left to answer one that is in use.' },
    vault: { title: 'Vault', lead: 'It has locked, so that keys cannot be used.' },
    invites: { title: 'Invites', lead: 'Somebody has sent a key, or taken it back.' },
  },
  quiet: 'Quiet hours',
  quietLead: 'What happens meanwhile is told afterwards, if it still matters.',
  from: 'from',
  fromLabel: 'Quiet from',
  to: 'to',
  toLabel: 'Quiet until',
} as const;

export const requestSettings = {
  retention: 'Keep requests for',
  retentionLead: 'Older ones are deleted. What was counted of them, usage and spend, stays.',
  days: (count: number) => plural(count, { one: 'day', other: 'days' }),
  shortenTitle: (count: number) => `Keep requests for ${plural(count, { one: 'day', other: 'days' })}`,
  shorten: (count: number) =>
    `Requests older than ${plural(count, { one: 'day', other: 'days' })} are deleted, with what was recorded of them. This cannot be undone. Usage and spend stay.`,
  shortenAction: 'Delete older requests',
  refresh: 'Model lists',
  refreshLead: 'Each provider with a key is asked about twice a day which models it has.',
  refreshAction: 'Refresh now',
  refreshed: (asked: number) =>
    asked === 0
      ? 'There is nobody to ask yet. Add a key first.'
      : `${plural(asked, { one: 'list is', other: 'lists are' })} up to date.`,
  refreshedPartly: (asked: number, failed: number) =>
    `${plural(asked, { one: 'list', other: 'lists' })} asked for, ${failed} did not come. They are asked again by themselves.`,
} as const;

export const diagnostics = {
  title: 'Diagnostics',
  lead: 'One file for whoever helps you. You see all of it before it is saved.',
  action: 'Show diagnostics',
  dialog: 'Diagnostics',
  holds: 'Versions, state, settings, health of providers and keys, and the last lines of the log.',
  without: 'No keys, tokens, passwords or prompts, and no labels or names of keys and agents.',
  content: 'The file',
  thing: 'diagnostics',
  size: (size: string) => `${size} kB`,
  save: 'Save file',
  saved: 'Saved.',
} as const;
