import { type ReactNode, useState } from 'react';
import type { ApiError } from '../../shared/domain/event';
import type { IpcResult } from '../../shared/ipc/contract';
import { settle } from '../lib/settle';
import { ConfirmDialog } from './dialog';

interface ConfirmedActionProps<T> {
  readonly title: string;
  /** Names what is lost. */
  readonly consequence: ReactNode;
  readonly action: string;
  /** Asked for once a person has agreed; a refusal is shown and can be tried again. */
  readonly run: () => Promise<IpcResult<T>>;
  readonly onDone: (value: T) => void;
  readonly onCancel: () => void;
}

/** Asks first, does it, and tells why it could not. To be shown only while there is something to ask. */
export function ConfirmedAction<T>({ run, onDone, ...question }: ConfirmedActionProps<T>) {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);

  async function confirm(): Promise<void> {
    setBusy(true);
    const result = await settle(run());
    setBusy(false);
    setFailure(result.ok ? null : result.error);
    if (result.ok) onDone(result.value);
  }

  return <ConfirmDialog open {...question} busy={isBusy} error={failure} onConfirm={() => void confirm()} />;
}
