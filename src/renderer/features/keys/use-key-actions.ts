import { useState } from 'react';
import type { ApiError } from '../../../shared/domain/event';
import type { KeyTestResult, ProviderKey } from '../../../shared/domain/key';
import type { KeyUpdateRequest } from '../../../shared/ipc/keys';
import { useApp } from '../../lib/app-context';
import { settle } from '../../lib/settle';

export interface KeyActions {
  readonly isTesting: boolean;
  readonly result: KeyTestResult | null;
  readonly failure: ApiError | null;
  test(): Promise<void>;
  resetHealth(): Promise<void>;
  setEnabled(enabled: boolean): Promise<void>;
  joinAccount(account: string): Promise<void>;
}

/** What can be done to a key in its row, and what came of it. */
export function useKeyActions({ id }: ProviderKey): KeyActions {
  const { bridge, replica } = useApp();
  const [isTesting, setTesting] = useState(false);
  const [result, setResult] = useState<KeyTestResult | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);

  function putKey(next: ProviderKey): void {
    replica.keys.patch((all) => all.map((key) => (key.id === next.id ? next : key)));
  }

  async function update(change: KeyUpdateRequest): Promise<void> {
    const answer = await settle(bridge.keys.update({ id, change }));
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) putKey(answer.value);
  }

  return {
    isTesting,
    result,
    failure,
    async test() {
      setTesting(true);
      setResult(null);
      setFailure(null);
      const answer = await settle(bridge.keys.test({ id }));
      setTesting(false);
      if (answer.ok) setResult(answer.value);
      else setFailure(answer.error);
    },
    async resetHealth() {
      setResult(null);
      const answer = await settle(bridge.keys.resetHealth({ id }));
      setFailure(answer.ok ? null : answer.error);
      if (answer.ok) putKey(answer.value);
    },
    setEnabled: (enabled) => update({ enabled }),
    joinAccount: (account) => update({ account }),
  };
}
