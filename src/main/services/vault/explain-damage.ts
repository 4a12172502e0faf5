import { conflict } from '../refusals';

/** The stored data key cannot be read at all: its message says what can be done, and holds no secret. */
export async function explainingDamage(task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (failure) {
    if (failure instanceof Error && failure.name === 'VaultRecordError') throw conflict(failure.message);
    throw failure;
  }
}
