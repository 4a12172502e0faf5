import { useState } from 'react';
import type { ApiError } from '../../../../shared/domain/event';
import type { IpcResult } from '../../../../shared/ipc/contract';
import { settle } from '../../../lib/settle';

/** What a confirmation has to show while its work is done, and when it was refused. */
export function useConfirmed<T>(onDone: (value: T) => void) {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  return {
    busy: isBusy,
    error: failure,
    forget: () => setFailure(null),
    async run(work: Promise<IpcResult<T>>): Promise<void> {
      setBusy(true);
      const result = await settle(work);
      setBusy(false);
      setFailure(result.ok ? null : result.error);
      if (result.ok) onDone(result.value);
    },
  };
}
