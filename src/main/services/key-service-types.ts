import type { ConnectFlow } from '../../shared/domain/connect-flow';
import type { KeyTestResult, ProviderKey } from '../../shared/domain/key';
import type { KeyImportPreview } from '../../shared/domain/key-import';
import type { ConnectRequest } from '../../shared/ipc/connect';
import type { KeyImportPreviewRequest, KeyImportRequest } from '../../shared/ipc/key-import';
import type { KeyCreateRequest, KeyOrderRequest, KeyUpdateRequest } from '../../shared/ipc/keys';
import type { KeyRenewal } from '../oauth/types';

export interface KeyService {
  list(): readonly ProviderKey[];
  create(request: NewKey): ProviderKey;
  update(id: string, change: KeyUpdateRequest): ProviderKey;
  /** Gives the priorities of one provider's keys anew. */
  reorder(request: KeyOrderRequest): readonly ProviderKey[];
  delete(id: string): void;
  /** One cheap honest call with the stored key. */
  test(id: string): Promise<KeyTestResult>;
  /** The same for a key that is not stored. */
  try(request: KeyCreateRequest): Promise<KeyTestResult>;
  resetHealth(id: string): ProviderKey;
}

/** A key as it is asked for, or as signing in at its provider has brought it. */
export type NewKey = KeyCreateRequest & { readonly renewal?: KeyRenewal };

/** Keys by signing in at their provider. One that ends without a key stays known for minutes. */
export interface ConnectService {
  /** Resolves once there is a page to open. Throws `vault_locked`, `service_unavailable` … */
  start(request: ConnectRequest): Promise<ConnectFlow>;
  get(id: string): ConnectFlow;
  /** One that is over stays as it was. */
  cancel(id: string): void;
  /** Opens the page in the system's browser once more. */
  openAgain(id: string): void;
}

export interface KeyImportService {
  /** What a text or the environment holds; the secrets stay here, for minutes. */
  preview(request: KeyImportPreviewRequest): KeyImportPreview;
  /** All that are named, or none. */
  import(request: KeyImportRequest): readonly ProviderKey[];
  forget(request: { readonly session_id: string }): void;
}
