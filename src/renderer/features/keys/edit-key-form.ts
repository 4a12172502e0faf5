import type { ProviderKey } from '../../../shared/domain/key';
import type { KeyUpdateRequest } from '../../../shared/ipc/keys';
import { type LimitFormValues, startLimits, toLimitChange } from './limit-form';

export interface EditKeyValues extends LimitFormValues {
  readonly key_label: string;
  readonly account: string;
  /** Empty: no workspace. */
  readonly workspace_id: string;
  readonly share_with_pool: boolean;
}

export function startEdit(key: ProviderKey): EditKeyValues {
  return {
    key_label: key.key_label,
    account: key.account,
    workspace_id: key.workspace_id ?? '',
    share_with_pool: key.share_with_pool,
    ...startLimits(key),
  };
}

/** A key that nobody may use would be refused: when it is shared no longer, it goes to `homeId`. */
export function toKeyChange(values: EditKeyValues, homeId: string | null): KeyUpdateRequest {
  const owner = values.workspace_id !== '' ? values.workspace_id : values.share_with_pool ? null : homeId;
  return {
    key_label: values.key_label.trim(),
    account: values.account.trim(),
    workspace_id: owner,
    share_with_pool: values.share_with_pool,
    ...toLimitChange(values),
  };
}
