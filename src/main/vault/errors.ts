/** The data key is not in memory; unlock the vault first. */
export class VaultLockedError extends Error {
  override readonly name = 'VaultLockedError';

  constructor() {
    super('The vault is locked. Enter its passphrase first.');
  }
}

/** A sealed credential was changed, belongs to another row or was sealed under another data key. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError';

  constructor() {
    super(
      'A stored key cannot be decrypted: it was changed or sealed elsewhere. Delete it and add it again.',
    );
  }
}

/** The stored, wrapped data key is not readable; it is kept as it is. */
export class VaultRecordError extends Error {
  override readonly name = 'VaultRecordError';

  constructor() {
    super(
      'The stored data key of the vault is damaged or from a newer version. It was left as it is; put a backup of the data folder in its place.',
    );
  }
}

/** The file with the key that tokens are hashed under is not what was written there. */
export class TokenKeyError extends Error {
  override readonly name = 'TokenKeyError';

  constructor(file: string) {
    super(
      `The token key ${file} is damaged. It was left as it is; put a backup in its place, or every token is void.`,
    );
  }
}
