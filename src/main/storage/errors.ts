type StorageFailure =
  /** The file was written by a later version of the program. */
  | 'newer_database'
  /** The file is there but cannot be trusted; it is left as it is. */
  | 'damaged'
  /** The file or its folder cannot be read or written. */
  | 'not_accessible';

/** The database cannot be used. The message is for people and says what to do. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageFailure;

  constructor(code: StorageFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
