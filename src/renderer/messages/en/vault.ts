import { plural } from './plural';

export const vault = {
  passphrase: 'Passphrase',
  passphraseAgain: 'Passphrase again',
  passphraseHint: 'At least 8 characters. It is asked for each time SpiderGate starts.',
  notTheSame: 'The two are not the same.',
  whyPassphrase:
    'This computer has no keychain that SpiderGate can trust, so your keys are encrypted with a passphrase. Nobody can recover it: without it the keys are lost and have to be added again.',
  choose: 'Choose passphrase',
  unlock: 'Unlock',
  chooseTitle: 'Choose a passphrase',
  unlockTitle: 'Unlock the vault',
  formLabel: (isFirst: boolean) => (isFirst ? 'Choose a passphrase' : 'Unlock the vault'),
  lockedNotice: (keys: number) =>
    `The vault is locked: ${plural(keys, { one: 'key', other: 'keys' })} cannot be used. Local servers and the demo still answer.`,
  states: { unlocked: 'Unlocked', locked: 'Locked', unavailable: 'Not set up' },
  protections: {
    os_keychain: 'Keys are encrypted. The keychain of your operating system guards the vault.',
    passphrase: 'Keys are encrypted with your passphrase. It is asked for at each start.',
  },
  unavailable: 'No keychain was found. Choose a passphrase before you add keys.',
} as const;
