import { plural } from './plural';

/** The vault's settings, and what is wrong in it. */
export const vaultSettings = {
  title: 'Vault',
  lock: 'Lock now',
  askKeychain: 'The keychain of your operating system guards this vault. Unlocking asks it again.',
  current: 'Present passphrase',
  next: 'New passphrase',
  nextHint:
    'At least 8 characters; four or five words that do not belong together are easy to remember and hard to guess. Nobody can recover it.',
  change: {
    title: 'Passphrase',
    lead: 'The stored keys stay as they are; only the passphrase becomes another one.',
    action: 'Change',
    dialog: 'Change the passphrase',
    done: 'The new passphrase holds from now on.',
  },
  toKeychain: {
    title: 'Let the keychain guard the vault',
    lead: 'The vault then opens by itself when you are logged in, and no passphrase is asked for.',
    action: 'Use the keychain',
    dialog: 'Let the keychain guard the vault',
    done: 'The keychain guards the vault now. The passphrase is no longer needed.',
  },
  toPassphrase: {
    title: 'Guard the vault with a passphrase',
    lead: 'It is then asked for each time SpiderGate starts, also from somebody who uses your login. Your system asks once more whether you want this.',
    action: 'Use a passphrase',
    dialog: 'Guard the vault with a passphrase',
    done: 'The passphrase guards the vault now.',
  },
  autoLock: {
    title: 'Lock by itself',
    lead: 'After this long in which no request needed a key and nobody used this window. Local servers and the demo still answer.',
    never: 'Never',
    after: (minutes: number) =>
      minutes % 60 !== 0
        ? `After ${minutes} minutes`
        : minutes === 60
          ? 'After 1 hour'
          : `After ${minutes / 60} hours`,
    withSystem: 'Lock with the computer',
    withSystemLead: 'When it goes to sleep or its screen is locked, where the system tells.',
  },
  rekey: {
    title: 'Encrypt everything again',
    lead: 'Under a new data key. Do this after somebody may have copied your files and known the passphrase. It can be interrupted at any time.',
    action: 'Encrypt again',
    dialog: 'Encrypt everything again',
    started: 'Everything is being encrypted again.',
    running: (done: number, total: number) => `${done} of ${total} done`,
    waiting: 'It goes on when the vault is unlocked.',
    paused: 'It has stopped, and goes on when SpiderGate starts again.',
    stuck: 'Damaged entries are left over. Delete the damaged keys, then go on.',
    goOn: 'Go on',
    progress: 'Encrypted again',
  },
  damagedNotice: (keys: number) =>
    `${plural(keys, { one: 'stored key is', other: 'stored keys are' })} damaged: what is stored was altered, so it is not used. Delete what is damaged under Keys, and add it again.`,
  voidNotice: (tokens: number) =>
    `${plural(tokens, { one: 'token no longer works', other: 'tokens no longer work' })}: the file token-hash.key was lost or replaced. Put it back from a backup and start SpiderGate again, or make new secrets under Agents.`,
} as const;
