export { SealBrokenError, TokenKeyError, VaultLockedError, VaultRecordError } from './errors';
export { maskSecret } from './mask-secret';
export { openVault, type VaultNeeds } from './open-vault';
export { openTokenHasher } from './token-hasher';
export { hasValidChecksum, makeAgentToken, makeWorkspaceCredential } from './tokens';
