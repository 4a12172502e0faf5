/** What gives every key to whoever does it, so that a keychain alone is no proof that its owner wants it. */
export type PersonalAct = 'make_backup' | 'choose_passphrase';
