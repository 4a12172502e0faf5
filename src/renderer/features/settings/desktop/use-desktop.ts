import { useEffect, useState } from 'react';
import type { DesktopSettings } from '../../../../shared/domain/desktop';
import type { ApiError } from '../../../../shared/domain/event';
import type { DesktopUpdateRequest } from '../../../../shared/ipc/desktop';
import { useApp } from '../../../lib/app-context';
import { settle } from '../../../lib/settle';

/** How the program sits on this computer's desktop; read when it is shown, as the system may have changed it. */
export function useDesktop() {
  const { bridge } = useApp();
  const [value, setValue] = useState<DesktopSettings | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);

  async function take(call: ReturnType<typeof bridge.desktop.get>): Promise<void> {
    const answer = await settle(call);
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) setValue(answer.value);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: read once when the page opens
  useEffect(() => void take(bridge.desktop.get()), []);
  const update = (change: DesktopUpdateRequest) => void take(bridge.desktop.update(change));
  return { value, failure, update };
}
